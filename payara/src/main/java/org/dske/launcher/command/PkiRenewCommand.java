package org.dske.launcher.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dske.launcher.pki.CertificateEntry;
import org.dske.launcher.pki.KeyType;
import org.dske.launcher.pki.Terms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Renews certificates. */
@Command(name = "renew", description = "Replaces a certificate, or all, by new ones with new keys and the same names.")
final class PkiRenewCommand implements Runnable {
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

    @Option(names = "--all", description = "all clients' and encryptors' certificates")
    private boolean all;

    @Option(
            names = "--within",
            paramLabel = "DAYS",
            description = "with --all: only those that end within so many days")
    private @Nullable Integer within;

    @Option(
            names = "--days",
            defaultValue = "" + Terms.DAYS,
            description = "how long they are valid (default: ${DEFAULT-VALUE}), but not longer than the CA")
    private int days;

    @Option(names = "--key-type", description = "ec (P-256) or rsa (3072 bits) (default: as before)")
    private @Nullable KeyType keyType;

    @Override
    public void run() {
        if (all == !words.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "say a name or --all");
        }
        if (within != null && !all) {
            throw new ParameterException(spec.commandLine(), "--within goes with --all");
        }
        CertificateList.print(output, renewed(), "nothing to renew");
    }

    private List<CertificateEntry> renewed() {
        Optional<KeyType> type = Optional.ofNullable(keyType);
        if (all) {
            return parent.pki().renewAll(Optional.ofNullable(within), type, days);
        }
        PkiCommand.NamedCertificate named = parent.named(words);
        return List.of(parent.pki().renew(named.kind(), named.name(), type, days));
    }
}
