package org.dske.launcher.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dske.launcher.pki.KeyStoreAccess;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;

/**
 * One server process that is to be started, and the nodes in it.
 *
 * @param name what the server is called
 * @param directory where it keeps its log and its root directory
 * @param topology the network
 * @param nodes its nodes, at least one
 * @param alone whether the process is a single node's, which may then end it
 * @param keyStores where its certificates are, if one of the nodes has TLS
 */
public record ServerPlan(
        String name,
        Path directory,
        Topology topology,
        List<TopologyNode> nodes,
        boolean alone,
        KeyStoreAccess keyStores) {
    public ServerPlan {
        nodes = List.copyOf(nodes);
    }

    /**
     * One process for each node.
     *
     * @param state where the nodes' directories are
     * @param topology the network
     * @param nodes the nodes
     * @param keyStores where certificates are
     * @return the plans, in the order of the nodes
     */
    public static List<ServerPlan> oneEach(
            StateDirectory state, Topology topology, List<TopologyNode> nodes, KeyStoreAccess keyStores) {
        return nodes.stream()
                .map(node -> new ServerPlan(
                        node.name().toString(), state.of(node.name()), topology, List.of(node), true, keyStores))
                .toList();
    }

    /**
     * All nodes in one process.
     *
     * @param state where its directory is
     * @param topology the network
     * @param nodes the nodes
     * @param keyStores where certificates are
     * @return the plan
     */
    public static ServerPlan together(
            StateDirectory state, Topology topology, List<TopologyNode> nodes, KeyStoreAccess keyStores) {
        return new ServerPlan("dske", state.singleProcess(), topology, nodes, false, keyStores);
    }

    /** What the server finds in its environment: a password there is in no file, and nowhere in a log. */
    Map<String, String> environment() {
        return nodes.stream().anyMatch(TopologyNode::tls) ? HttpsCommands.environment(keyStores) : Map.of();
    }

    /**
     * Where the server keeps its state while it runs. It is on the command line of the process, which tells whose it is.
     *
     * @return the directory
     */
    public Path root() {
        return StateDirectory.root(directory);
    }

    /**
     * What the server prints.
     *
     * @return the file
     */
    public Path log() {
        return StateDirectory.log(directory);
    }
}
