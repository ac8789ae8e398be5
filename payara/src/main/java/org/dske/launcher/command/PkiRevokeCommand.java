package org.dske.launcher.command;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dske.launcher.pki.CertificateEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Revokes certificates. */
@Command(
        name = "revoke",
        description =
                "Revokes a certificate: servers refuse it at once, and it cannot be taken back. Renew gives a new one.")
final class PkiRevokeCommand implements Runnable {
    private static final int HEXADECIMAL = 16;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private PkiCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Mixin
    private Output output = new Output();

    @Parameters(
            arity = "0..2",
            paramLabel = "[KIND] NAME",
            hideParamSyntax = true,
            description = "the client's name or the SAE ID, with kme or sae before it if both have the name")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--serial",
            paramLabel = "HEX",
            description = "instead: the serial number, as list shows it, of a certificate that was replaced since")
    private @Nullable String serial;

    @Override
    public void run() {
        if ((serial == null) == words.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "say a name or --serial");
        }
        CertificateList.print(output, revoked(), "revoked: the certificate with the serial number " + serial);
    }

    private List<CertificateEntry> revoked() {
        if (serial == null) {
            PkiCommand.NamedCertificate named = parent.named(words);
            return List.of(parent.pki().revoke(named.kind(), named.name()));
        }
        parent.pki().revoke(number(serial));
        return List.of();
    }

    private BigInteger number(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9a-fA-F]{1,40}"))
                .map(digits -> new BigInteger(digits, HEXADECIMAL))
                .filter(number -> number.signum() > 0)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "'" + text + "' is no serial number in hexadecimal digits"));
    }
}
