package org.dske.launcher.server;

import java.nio.file.Path;
import java.util.List;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.PkiDirectory;

/**
 * One server process that is to be started, and the nodes in it.
 *
 * @param name what the server is called
 * @param state where nodes keep their stores
 * @param directory where the server keeps its log and its root directory
 * @param topology the network
 * @param nodes its nodes, at least one
 * @param alone whether the process is a single node's, which may then end it
 * @param pki where its certificates are, if one of the nodes has TLS
 */
public record ServerPlan(
        String name,
        StateDirectory state,
        Path directory,
        Topology topology,
        List<TopologyNode> nodes,
        boolean alone,
        PkiDirectory pki) {
    public ServerPlan {
        nodes = List.copyOf(nodes);
    }

    /** One process for each node, in their order. */
    public static List<ServerPlan> oneEach(
            StateDirectory state, Topology topology, List<TopologyNode> nodes, PkiDirectory pki) {
        return nodes.stream()
                .map(node ->
                        new ServerPlan(node.directory(), state, state.of(node), topology, List.of(node), true, pki))
                .toList();
    }

    /** All nodes in one process. */
    public static ServerPlan together(
            StateDirectory state, Topology topology, List<TopologyNode> nodes, PkiDirectory pki) {
        return new ServerPlan("dske", state, state.singleProcess(), topology, nodes, false, pki);
    }

    /** Whether one of its nodes speaks TLS with other nodes. */
    boolean hasTlsBetweenNodes() {
        return nodes.stream().anyMatch(node -> node.type() == NodeType.HUB ? node.tls() : topology.hasTlsToHubs());
    }

    /** Where the server keeps its state while it runs. It is on the command line of the process, which tells whose it is. */
    Path root() {
        return directory.resolve("root");
    }

    /** What the server prints. */
    public Path log() {
        return StateDirectory.log(directory);
    }
}
