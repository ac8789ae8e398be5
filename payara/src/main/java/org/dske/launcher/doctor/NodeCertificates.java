package org.dske.launcher.doctor;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.doctor.check.CertificateCheck;
import org.dske.launcher.network.Network;
import org.dske.launcher.server.TlsPreparation;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.CertificateEntry;
import org.dske.pki.CertificateFiles;
import org.dske.pki.CertificateKind;
import org.dske.pki.PkiDirectory;

/** Looks at the certificates of nodes that are started here, and of their encryptors. */
final class NodeCertificates {
    private final Network network;
    private final List<TopologyNode> nodes;

    NodeCertificates(Network network, List<TopologyNode> here) {
        this.network = network;
        this.nodes = here.stream()
                .filter(node -> TlsPreparation.needsCertificate(network.topology(), node))
                .toList();
    }

    CertificateCheck check() {
        PkiDirectory directory = network.pki().directory();
        List<String> missing = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (TopologyNode node : nodes) {
            CertificateKind kind = node.type().certificate();
            if (isToBeMade(directory, directory.files(kind, node.name().name()))) {
                missing.add(kind.word() + " " + node.name());
            } else {
                try {
                    network.pki()
                            .requireUsable(kind, node.name(), network.topology().host());
                } catch (LauncherException e) {
                    mistakes.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return new CertificateCheck(
                directory.path(),
                nodes.size(),
                missing.stream().distinct().toList(),
                mistakes.stream().distinct().toList(),
                nodes.isEmpty() || !Files.exists(directory.caCertificate()) ? List.of() : ofUse());
    }

    /** As a start does, where there is no CA, or its key is there. */
    private static boolean isToBeMade(PkiDirectory directory, CertificateFiles files) {
        return !Files.exists(files.certificate())
                && !Files.exists(files.key())
                && (!Files.exists(directory.caCertificate()) || Files.exists(directory.caKey()));
    }

    /** Those of CAs, of encryptors that come over TLS, and of nodes that can be used. */
    private List<CertificateEntry> ofUse() {
        Set<String> names = nodes.stream().map(node -> node.name().name()).collect(Collectors.toSet());
        Set<String> encryptors = nodes.stream()
                .filter(TopologyNode::tls)
                .flatMap(node -> node.encryptors().stream().map(SaeId::name))
                .collect(Collectors.toSet());
        return network.pki().list().stream()
                .filter(entry -> switch (entry.kind()) {
                    case "ca" -> true;
                    case "sae" -> encryptors.contains(entry.name());
                    default -> names.contains(entry.name()) && entry.status().isUsable();
                })
                .toList();
    }
}
