package org.dske.launcher.topology;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.key.NodeName;
import org.dske.key.SaeId;

/**
 * A network that is free of contradictions: names, ports and encryptors are unique, and 2 &lt;= k &lt;= number of hubs.
 *
 * @param k how many shares give a key back
 * @param host where the nodes are started, as their URLs name it
 * @param nodes hubs before clients, each by name
 * @param pki where the certificates are; empty for the usual place
 */
public record Topology(int k, String host, List<TopologyNode> nodes, Optional<Path> pki) {
    public Topology {
        nodes = List.copyOf(nodes);
    }

    /**
     * The hubs.
     *
     * @return by name
     */
    public List<TopologyNode> hubs() {
        return of(NodeType.HUB).toList();
    }

    /**
     * The clients.
     *
     * @return by name
     */
    public List<TopologyNode> clients() {
        return of(NodeType.CLIENT).toList();
    }

    /**
     * Finds a node.
     *
     * @param type hub or client
     * @param name its name
     * @return the node, or nothing if there is none
     */
    public Optional<TopologyNode> find(NodeType type, NodeName name) {
        return of(type).filter(node -> node.name().equals(name)).findFirst();
    }

    /**
     * Finds the client of an encryptor.
     *
     * @param encryptor the encryptor's SAE ID
     * @return its client, or nothing if no client has it
     */
    public Optional<TopologyNode> clientOf(SaeId encryptor) {
        return of(NodeType.CLIENT)
                .filter(client -> client.encryptors().contains(encryptor))
                .findFirst();
    }

    /**
     * The encryptors of all clients.
     *
     * @return by client
     */
    public List<SaeId> encryptors() {
        return of(NodeType.CLIENT)
                .flatMap(client -> client.encryptors().stream())
                .toList();
    }

    private Stream<TopologyNode> of(NodeType type) {
        return nodes.stream().filter(node -> node.type() == type);
    }
}
