package org.dske.launcher.server;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.CertificateEntry;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.pki.ServerNames;
import org.dske.pki.Terms;

/**
 * Sees to it that nodes can be started with TLS: makes a CA if there is none, certificates for nodes and encryptors of which
 * no file is there, and checks what the servers will use. Nothing is replaced. The certificates of encryptors are not checked: it
 * is for the encryptors to keep them, perhaps elsewhere.
 */
public final class TlsPreparation {
    private final Pki pki;
    private final Consumer<String> progress;

    /**
     * A preparation.
     *
     * @param pki the certificates
     * @param progress is told in one line what was made, and in one line each what ends soon
     */
    public TlsPreparation(Pki pki, Consumer<String> progress) {
        this.pki = pki;
        this.progress = progress;
    }

    /** Whether a node shows a certificate: to those whom it serves, or, being a client, to hubs. */
    public static boolean needsCertificate(Topology topology, TopologyNode node) {
        return node.tls() || (node.type() == NodeType.CLIENT && topology.hasTlsToHubs());
    }

    /**
     * Prepares nodes.
     *
     * @param topology the network
     * @param nodes those of its nodes that are to be started; nothing is done if none of them needs a certificate
     * @throws org.dske.launcher.LauncherException if one cannot be started with what is there
     */
    public void prepare(Topology topology, List<TopologyNode> nodes) {
        List<TopologyNode> certified =
                nodes.stream().filter(node -> needsCertificate(topology, node)).toList();
        if (certified.isEmpty()) {
            return;
        }
        make(certified, topology.host());
        for (TopologyNode node : certified) {
            CertificateEntry entry = pki.requireUsable(node.type().certificate(), node.name(), topology.host());
            if (entry.status() == CertificateEntry.Status.EXPIRING) {
                progress.accept("the certificate " + entry.file() + " ends within " + CertificateEntry.EXPIRING_DAYS
                        + " days: see ./dske pki renew");
            }
        }
    }

    private void make(List<TopologyNode> nodes, String host) {
        PkiDirectory directory = pki.directory();
        List<CertificateEntry> made = new ArrayList<>();
        if (!Files.exists(directory.caCertificate())) {
            made.add(pki.init(Pki.CA_NAME, Terms.usualOfCa(), false));
        }
        // Whoever keeps the CA's key elsewhere makes all certificates there.
        if (Files.exists(directory.caKey())) {
            made.addAll(pki.issueAll(
                    TopologyNode.names(of(nodes, NodeType.HUB)),
                    clients(of(nodes, NodeType.CLIENT)),
                    ServerNames.ofHost(Optional.of(host)),
                    Terms.usual(),
                    false));
        }
        if (!made.isEmpty()) {
            progress.accept("made in " + directory.path() + ": "
                    + Stream.of(
                                    count(made, "ca", "CA"),
                                    count(made, "hub", "hub certificate"),
                                    count(made, "kme", "client certificate"),
                                    count(made, "sae", "encryptor certificate"))
                            .flatMap(Optional::stream)
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Clients, with their encryptors where these come over TLS. */
    private static Map<NodeName, List<SaeId>> clients(List<TopologyNode> clients) {
        Map<NodeName, List<SaeId>> encryptors = new LinkedHashMap<>();
        clients.forEach(client -> encryptors.put(client.name(), client.tls() ? client.encryptors() : List.of()));
        return encryptors;
    }

    private static List<TopologyNode> of(List<TopologyNode> nodes, NodeType type) {
        return nodes.stream().filter(node -> node.type() == type).toList();
    }

    private static Optional<String> count(List<CertificateEntry> entries, String kind, String what) {
        long count = entries.stream().filter(entry -> entry.kind().equals(kind)).count();
        return count == 0 ? Optional.empty() : Optional.of(count + " " + what + (count == 1 ? "" : "s"));
    }
}
