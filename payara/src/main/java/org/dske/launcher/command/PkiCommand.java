package org.dske.launcher.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dske.launcher.pki.CertificateKind;
import org.dske.launcher.pki.KeyStorePassword;
import org.dske.launcher.pki.Pki;
import org.dske.launcher.pki.PkiDirectory;
import org.dske.launcher.topology.Topology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Certificates for mutual TLS. */
@Command(
        name = "pki",
        description = "Makes certificates for clients (KMEs) and encryptors (SAEs).",
        subcommands = {
            PkiInitCommand.class,
            PkiIssueCommand.class,
            PkiListCommand.class,
            PkiRenewCommand.class,
            PkiRevokeCommand.class
        })
final class PkiCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            scope = ScopeType.INHERIT,
            description = "where the certificates are (default: as for the other commands, see ./dske --help)")
    private @Nullable Path directory;

    @Option(
            names = "--password",
            scope = ScopeType.INHERIT,
            description =
                    "what the PKCS#12 files are opened with (default: what the file password of the directory says, which is made at"
                            + " random); others on this machine can see it while the command runs")
    private @Nullable String password;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "a file whose first line is that password")
    private @Nullable Path passwordFile;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do is missing: init, issue, list, renew or revoke");
    }

    Pki pki() {
        PkiDirectory where =
                directory == null ? parent.pkiDirectory(parent.topologyIfAny()) : new PkiDirectory(directory);
        return parent.pki(where, password());
    }

    /** A name, or kme or sae and a name. */
    NamedCertificate named(List<String> words) {
        return words.size() == 1
                ? new NamedCertificate(Optional.empty(), words.get(0))
                : new NamedCertificate(Optional.of(kind(words.get(0))), words.get(1));
    }

    private CertificateKind kind(String word) {
        return Arrays.stream(CertificateKind.values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "'" + word + "' is neither kme nor sae"));
    }

    /** A certificate as the command line names it. */
    record NamedCertificate(Optional<CertificateKind> kind, String name) {}

    Topology topology() {
        return parent.topology();
    }

    Optional<Topology> topologyIfAny() {
        return parent.topologyIfAny();
    }

    private Optional<KeyStorePassword> password() {
        if (password != null && passwordFile != null) {
            throw new ParameterException(spec.commandLine(), "--password and --password-file exclude each other");
        }
        if (password != null) {
            return Optional.of(new KeyStorePassword(password));
        }
        return passwordFile == null ? parent.pkiPassword() : Optional.of(KeyStorePassword.read(passwordFile));
    }
}
