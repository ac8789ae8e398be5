package org.dske.launcher.command.pki;

import java.util.ArrayList;
import java.util.List;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.CertificateEntry;
import org.dske.pki.CertificateKind;
import org.dske.pki.ServerNames;
import org.dske.pki.Terms;
import org.dske.pki.Terms.KeyType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What certificates are issued. */
final class IssueOptions {
    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "kme, sae, hub or admin")
    private @Nullable CertificateKind kind;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "the name of the client, hub or administrator, or the SAE ID")
    private @Nullable String name;

    @Option(
            names = "--all",
            description = "for all clients and encryptors of the topology, and its hubs with TLS, that have none")
    private boolean all;

    @Option(
            names = "--dns",
            paramLabel = "NAME",
            description = "kme, hub: a DNS name it is reached by; may be repeated")
    private List<String> dns = new ArrayList<>();

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            description = "kme, hub: an IP address it is reached by; may be repeated (default without --dns and --ip:"
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

    List<CertificateEntry> issue(PkiCommand parent) {
        Terms terms = new Terms(keyType, days);
        return all ? issueAll(parent, terms) : List.of(issueOne(parent, terms));
    }

    private List<CertificateEntry> issueAll(PkiCommand parent, Terms terms) {
        if (kind != null) {
            throw parent.mistake("--all and a name exclude each other");
        }
        Topology topology = parent.topology();
        return parent.pki()
                .issueAll(
                        TopologyNode.names(topology.hubs().stream()
                                .filter(TopologyNode::tls)
                                .toList()),
                        Topology.encryptorsOf(topology.clients()),
                        serverNames(parent),
                        terms,
                        force);
    }

    private CertificateEntry issueOne(PkiCommand parent, Terms terms) {
        if (kind == null || name == null) {
            throw parent.mistake("say kme NAME, sae NAME, hub NAME, admin NAME or --all");
        }
        try {
            if (kind.isServer()) {
                return parent.pki().issue(kind, new NodeName(name), serverNames(parent), terms, force);
            }
            if (!dns.isEmpty() || !ips.isEmpty()) {
                throw parent.mistake("--dns and --ip are for a kme or a hub");
            }
            return kind == CertificateKind.SAE
                    ? parent.pki().issue(new SaeId(name), terms, force)
                    : parent.pki().issueAdministrator(new NodeName(name), terms, force);
        } catch (InvalidException e) {
            throw parent.mistake(String.valueOf(e.getMessage()));
        }
    }

    private ServerNames serverNames(PkiCommand parent) {
        return dns.isEmpty() && ips.isEmpty()
                ? ServerNames.ofHost(parent.topologyIfAny().map(Topology::host))
                : new ServerNames(dns, ips);
    }
}
