package org.dske.launcher.command;

import java.util.ArrayList;
import java.util.List;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.pki.CertificateEntry;
import org.dske.launcher.pki.CertificateKind;
import org.dske.launcher.pki.KeyType;
import org.dske.launcher.pki.Pki;
import org.dske.launcher.pki.ServerNames;
import org.dske.launcher.pki.Terms;
import org.dske.launcher.topology.Topology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Issues certificates. */
@Command(
        name = "issue",
        description =
                "Issues a server certificate for a client (kme NAME), a client certificate for an encryptor (sae NAME),"
                        + " or all that the topology lacks (--all).")
final class PkiIssueCommand implements Runnable {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private PkiCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "kme or sae")
    private @Nullable CertificateKind kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "the client's name or the SAE ID")
    private @Nullable String name;

    @Option(names = "--all", description = "for all clients and encryptors of the topology that have none")
    private boolean all;

    @Option(names = "--dns", paramLabel = "NAME", description = "kme: a DNS name it is reached by; may be repeated")
    private List<String> dns = new ArrayList<>();

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            description = "kme: an IP address it is reached by; may be repeated (default without --dns and --ip:"
                    + " localhost, 127.0.0.1, ::1 and the topology's host)")
    private List<String> ips = new ArrayList<>();

    @Option(
            names = "--days",
            defaultValue = "" + Terms.DAYS,
            description = "how long it is valid (default: ${DEFAULT-VALUE}), but not longer than the CA")
    private int days;

    @Option(names = "--key-type", defaultValue = "EC", description = "ec (P-256, the default) or rsa (3072 bits)")
    private KeyType keyType = KeyType.EC;

    @Option(names = "--force", description = "replace what is there")
    private boolean force;

    @Override
    public void run() {
        Terms terms = new Terms(keyType, days);
        if (all) {
            issueAll(terms);
        } else {
            CertificateList.print(output, List.of(issueOne(terms)));
        }
    }

    private void issueAll(Terms terms) {
        if (kind != null) {
            throw new ParameterException(spec.commandLine(), "--all and a name exclude each other");
        }
        List<CertificateEntry> issued = parent.pki().issueAll(parent.topology().clients(), serverNames(), terms, force);
        CertificateList.print(output, issued, "nothing to issue: every client and encryptor has a certificate");
    }

    private CertificateEntry issueOne(Terms terms) {
        if (kind == null || name == null) {
            throw new ParameterException(spec.commandLine(), "say kme NAME, sae NAME or --all");
        }
        Pki pki = parent.pki();
        try {
            return switch (kind) {
                case KME -> pki.issue(new NodeName(name), serverNames(), terms, force);
                case SAE -> {
                    if (!dns.isEmpty() || !ips.isEmpty()) {
                        throw new ParameterException(spec.commandLine(), "--dns and --ip are for a kme");
                    }
                    yield pki.issue(new SaeId(name), terms, force);
                }
            };
        } catch (InvalidException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ServerNames serverNames() {
        return dns.isEmpty() && ips.isEmpty()
                ? ServerNames.ofHost(parent.topologyIfAny().map(Topology::host))
                : new ServerNames(dns, ips);
    }
}
