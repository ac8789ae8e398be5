package org.dske.launcher.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.config.Setting;
import org.dske.key.SaeId;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.CertificateFiles;
import org.dske.pki.PkiDirectory;

/** The configuration that a node gets: its settings in the topology, and what follows from the topology. */
final class NodeProperties {
    private NodeProperties() {}

    /** The properties, all of them with the node's name, so that nodes in one process have each their own. */
    static Map<String, String> of(ServerPlan plan, TopologyNode node) {
        Topology topology = plan.topology();
        PkiDirectory pki = plan.pki();
        String name = node.name().toString();
        Map<String, String> properties = new TreeMap<>();
        node.settings().forEach((setting, value) -> properties.put(setting.key(name), value));
        properties.put(Setting.MANAGEMENT_STOP_PROCESS.key(name), String.valueOf(plan.alone()));
        properties.putIfAbsent(
                Setting.STORE_DIRECTORY.key(name), absolute(plan.state().store(node)));
        properties.putIfAbsent(
                Setting.AUDIT_FILE.key(name), absolute(plan.state().audit(node)));
        properties.putIfAbsent(
                Setting.MANAGEMENT_TOKENS.key(name), absolute(plan.state().of(node)));
        if (node.type() == NodeType.HUB) {
            properties.putIfAbsent(Setting.HUB_NUMBER.key(name), String.valueOf(topology.numberOf(node)));
            properties.putIfAbsent(Setting.HUB_URLS.key(name), node.servedUrl().toString());
            if ("tls".equals(node.settings().get(Setting.PSRD_SUPPLY))) {
                properties.putIfAbsent(Setting.HUB_CLIENTS.key(name), joined(clients(topology)));
            }
        }
        if (node.type() == NodeType.CLIENT) {
            properties.put(Setting.CLIENT_HUBS.key(name), joined(topology.hubEntries().stream()));
            String oobPorts = joined(topology.hubs().stream()
                    .filter(hub -> hub.settings().containsKey(Setting.OOB_PORT))
                    .map(hub -> hub.name() + "=" + hub.settings().get(Setting.OOB_PORT))
                    .distinct());
            if (!oobPorts.isEmpty()) {
                properties.put(Setting.CLIENT_OOB_PORTS.key(name), oobPorts);
            }
            properties.put(
                    Setting.CLIENT_ENCRYPTORS.key(name),
                    joined(node.encryptors().stream().map(SaeId::name)));
            if (!node.instance().isEmpty()) {
                properties.put(Setting.CLIENT_INSTANCE.key(name), node.instance());
            }
            properties.put(Setting.SHARING_THRESHOLD.key(name), String.valueOf(topology.k()));
        }
        if (node.tls() && node.type() == NodeType.CLIENT) {
            properties.putIfAbsent(Setting.ETSI_CA_FILE.key(name), absolute(pki.caCertificate()));
            properties.putIfAbsent(Setting.ETSI_CRL_FILE.key(name), absolute(pki.crl()));
        }
        if (TlsPreparation.needsCertificate(topology, node)) {
            CertificateFiles own = pki.files(node.type().certificate(), name);
            properties.putIfAbsent(Setting.TLS_CA_FILE.key(name), absolute(pki.caCertificate()));
            properties.putIfAbsent(Setting.TLS_CRL_FILE.key(name), absolute(pki.crl()));
            properties.putIfAbsent(Setting.TLS_CERTIFICATE_FILE.key(name), absolute(own.certificate()));
            properties.putIfAbsent(Setting.TLS_KEY_FILE.key(name), absolute(own.key()));
        }
        return properties;
    }

    /** All clients, with their encryptors, as a hub's configuration lists them. */
    private static Stream<String> clients(Topology topology) {
        return Topology.encryptorsOf(topology.clients()).entrySet().stream()
                .map(client -> client.getKey() + ":"
                        + client.getValue().stream().map(SaeId::name).collect(Collectors.joining("+")));
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(","));
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }
}
