package org.dske.launcher.topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.config.Setting;
import org.dske.key.NodeName;
import org.dske.key.SaeId;

/**
 * A network that is free of contradictions: names, ports and encryptors are unique, and 2 &lt;= k &lt;= number of hubs.
 *
 * @param k how many shares give a key back
 * @param host where the nodes are started, as their URLs name it
 * @param nodes the machines, hubs before clients, each by name
 * @param pki where the certificates are; empty for the usual place
 */
public record Topology(int k, String host, List<TopologyNode> nodes, Optional<Path> pki) {
    public Topology {
        nodes = List.copyOf(nodes);
    }

    /** The same network, all of whose nodes have a setting at a value. */
    public Topology with(Setting setting, String value) {
        List<TopologyNode> others = nodes.stream()
                .map(node -> {
                    Map<Setting, String> settings = new TreeMap<>(node.settings());
                    settings.put(setting, value);
                    return node.with(settings);
                })
                .toList();
        return new Topology(k, host, others, pki);
    }

    /** The hubs' machines, by name. */
    public List<TopologyNode> hubs() {
        return of(NodeType.HUB).toList();
    }

    /** The clients' machines, by name. */
    public List<TopologyNode> clients() {
        return of(NodeType.CLIENT).toList();
    }

    /**
     * The hubs as the configuration of a client lists them, each such as {@code 1=http://localhost:8100/hub/hank}, with a bar between the URLs
     * of machines that are the same hub.
     */
    public List<String> hubEntries() {
        Map<NodeName, List<TopologyNode>> byName = new LinkedHashMap<>();
        hubs().forEach(hub ->
                byName.computeIfAbsent(hub.name(), name -> new ArrayList<>()).add(hub));
        return byName.values().stream().map(Topology::hubEntry).toList();
    }

    /** Whether clients reach some hub over TLS. */
    public boolean hasTlsToHubs() {
        return hubs().stream().anyMatch(hub -> "https".equals(hub.servedUrl().getScheme()));
    }

    /** The number that all clients know a hub by: its own, or its place among the hubs. */
    public int numberOf(TopologyNode hub) {
        return hub.number()
                .orElseGet(() -> hubs().stream()
                                .map(TopologyNode::name)
                                .distinct()
                                .toList()
                                .indexOf(hub.name())
                        + 1);
    }

    private static String hubEntry(List<TopologyNode> machines) {
        TopologyNode hub = machines.getFirst();
        String urls =
                machines.stream().map(machine -> machine.servedUrl().toString()).collect(Collectors.joining("|"));
        return (hub.number().isPresent() ? hub.number().getAsInt() + "=" : "")
                + urls
                + (hub.classic() ? " classic" : "");
    }

    /** A node of a type and a name, if there is one: of several machines the first. */
    public Optional<TopologyNode> find(NodeType type, NodeName name) {
        return of(type).filter(node -> node.name().equals(name)).findFirst();
    }

    /** The machines of an encryptor's client, mostly one; none if no client has it. */
    public List<TopologyNode> clientsOf(SaeId encryptor) {
        return of(NodeType.CLIENT)
                .filter(client -> client.encryptors().contains(encryptor))
                .toList();
    }

    /** The encryptors of all clients, by client. */
    public List<SaeId> encryptors() {
        return of(NodeType.CLIENT)
                .flatMap(client -> client.encryptors().stream())
                .distinct()
                .toList();
    }

    /** The encryptors of each of some clients, in the order of these. */
    public static Map<NodeName, List<SaeId>> encryptorsOf(List<TopologyNode> clients) {
        Map<NodeName, List<SaeId>> encryptors = new LinkedHashMap<>();
        clients.forEach(client -> encryptors.put(client.name(), client.encryptors()));
        return encryptors;
    }

    private Stream<TopologyNode> of(NodeType type) {
        return nodes.stream().filter(node -> node.type() == type);
    }
}
