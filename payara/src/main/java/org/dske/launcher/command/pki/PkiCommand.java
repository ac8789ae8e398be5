package org.dske.launcher.command.pki;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.Output;
import org.dske.launcher.topology.Topology;
import org.dske.pki.CertificateEntry;
import org.dske.pki.CertificateKind;
import org.dske.pki.KeyStorePassword;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.pki.Terms;
import org.dske.pki.Terms.KeyType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Certificates for mutual TLS. */
@Command(
        name = "pki",
        description = "Makes certificates for clients (KMEs), encryptors (SAEs), hubs and administrators.")
public final class PkiCommand implements Runnable {
    private static final int HEXADECIMAL = 16;

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
        throw mistake("what to do is missing: init, issue, list, renew or revoke");
    }

    @Command(name = "init", description = "Makes a CA.")
    void init(
            @Mixin Output output,
            @Option(
                            names = "--name",
                            defaultValue = Pki.CA_NAME,
                            description = "the CA's common name (default: ${DEFAULT-VALUE})")
                    String name,
            @Option(
                            names = "--days",
                            defaultValue = "" + Terms.CA_DAYS,
                            description = "how long it is valid (default: ${DEFAULT-VALUE})")
                    int days,
            @Option(
                            names = "--key-type",
                            defaultValue = "EC",
                            description = "ec (P-256, the default) or rsa (3072 bits)")
                    KeyType keyType,
            @Option(
                            names = "--force",
                            description = "replace the CA that is there: its certificates are then worth nothing")
                    boolean force) {
        CertificateEntry authority = pki().init(name, new Terms(keyType, days), force);
        CertificateList.print(output, List.of(authority), "");
        long foreign = pki().list().stream()
                .filter(entry -> entry.status() == CertificateEntry.Status.FOREIGN_CA)
                .count();
        if (foreign > 0) {
            output.progress(foreign + " certificates are of another CA now: ./dske " + GivenOptions.of(spec)
                    + "renew --all makes them anew");
        }
    }

    @Command(
            name = "issue",
            description =
                    "Issues a server certificate for a client (kme NAME) or a hub (hub NAME), a client certificate for an"
                            + " encryptor (sae NAME) or an administrator (admin NAME), or all that the topology lacks"
                            + " (--all).")
    void issue(@Mixin Output output, @Mixin IssueOptions options) {
        CertificateList.print(
                output,
                options.issue(this),
                "nothing to issue: every client, encryptor and hub with TLS has a certificate");
    }

    @Command(name = "list", description = "Shows the certificates. The exit status is 0 only if all can be used.")
    int list(@Mixin Output output) {
        List<CertificateEntry> entries = pki().list();
        CertificateList.print(output, entries, "no certificate");
        return entries.stream().allMatch(entry -> entry.status().isUsable()) ? 0 : ExitStatus.HERE.code();
    }

    @Command(
            name = "renew",
            description = "Replaces a certificate, or all, by new ones with new keys and the same names.")
    void renew(
            @Mixin Output output,
            @Mixin Named named,
            @Option(names = "--all", description = "all clients' and encryptors' certificates") boolean all,
            @Option(
                            names = "--within",
                            paramLabel = "DAYS",
                            description = "with --all: only those that end within so many days")
                    @Nullable
                    Integer within,
            @Option(
                            names = "--days",
                            defaultValue = "" + Terms.DAYS,
                            description =
                                    "how long they are valid (default: ${DEFAULT-VALUE}), but not longer than the CA")
                    int days,
            @Option(names = "--key-type", description = "ec (P-256) or rsa (3072 bits) (default: as before)") @Nullable
                    KeyType keyType) {
        if (all == named.isGiven()) {
            throw mistake("say a name or --all");
        }
        if (within != null && !all) {
            throw mistake("--within goes with --all");
        }
        Optional<KeyType> type = Optional.ofNullable(keyType);
        List<CertificateEntry> renewed = all
                ? pki().renewAll(Optional.ofNullable(within), type, days)
                : List.of(pki().renew(kind(named), named.name(), type, days));
        CertificateList.print(output, renewed, "nothing to renew");
    }

    @Command(
            name = "revoke",
            description =
                    "Revokes a certificate: servers refuse it at once, and it cannot be taken back. Renew gives a new one.")
    void revoke(
            @Mixin Output output,
            @Mixin Named named,
            @Option(
                            names = "--serial",
                            paramLabel = "HEX",
                            description =
                                    "instead: the serial number, as list shows it, of a certificate that was replaced since")
                    @Nullable
                    String serial) {
        if ((serial != null) == named.isGiven()) {
            throw mistake("say a name or --serial");
        }
        if (serial == null) {
            CertificateList.print(output, List.of(pki().revoke(kind(named), named.name())), "");
        } else {
            pki().revoke(number(serial));
            CertificateList.print(output, List.of(), "revoked: the certificate with the serial number " + serial);
        }
    }

    private BigInteger number(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9a-fA-F]{1,40}"))
                .map(digits -> new BigInteger(digits, HEXADECIMAL))
                .filter(number -> number.signum() > 0)
                .orElseThrow(() -> mistake("'" + text + "' is no serial number in hexadecimal digits"));
    }

    /** A certificate as the command line names it. */
    static final class Named {
        @Parameters(
                arity = "0..2",
                paramLabel = "[KIND] NAME",
                hideParamSyntax = true,
                description = "the name or the SAE ID, with kme, sae, hub or admin before it if several have it")
        private List<String> words = List.of();

        boolean isGiven() {
            return !words.isEmpty();
        }

        String name() {
            return words.get(words.size() - 1);
        }

        Optional<String> kind() {
            return words.stream().limit(words.size() - 1L).findFirst();
        }
    }

    private Optional<CertificateKind> kind(Named named) {
        return named.kind()
                .map(word -> Arrays.stream(CertificateKind.values())
                        .filter(kind -> kind.word().equalsIgnoreCase(word))
                        .findFirst()
                        .orElseThrow(() -> mistake("'" + word + "' is none of kme, sae, hub and admin")));
    }

    Pki pki() {
        PkiDirectory where = directory == null ? parent.pkiDirectory(topologyIfAny()) : new PkiDirectory(directory);
        return parent.pki(where, password());
    }

    Topology topology() {
        return parent.topology();
    }

    Optional<Topology> topologyIfAny() {
        return parent.topologyIfAny();
    }

    ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Optional<KeyStorePassword> password() {
        if (password != null && passwordFile != null) {
            throw mistake("--password and --password-file exclude each other");
        }
        if (password != null) {
            return Optional.of(new KeyStorePassword(password));
        }
        return passwordFile == null ? parent.pkiPassword() : Optional.of(KeyStorePassword.read(passwordFile));
    }
}
