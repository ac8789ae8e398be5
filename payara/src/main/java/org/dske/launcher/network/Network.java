package org.dske.launcher.network;

import java.util.List;
import java.util.Optional;
import org.dske.key.NodeName;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.pki.Pki;
import org.dske.launcher.process.PidFile;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;

/**
 * A network and what the launcher knows of it.
 *
 * @param topology its nodes
 * @param state where logs and pid files are
 * @param probe asks nodes
 * @param pki its certificates
 */
public record Network(Topology topology, StateDirectory state, NodeProbe probe, Pki pki) {
    /**
     * The encryptors of the network.
     *
     * @return each with its certificate, where there is TLS
     */
    public EtsiClient encryptors() {
        return new EtsiClient(topology, pki.directory());
    }

    /**
     * The same network with other nodes.
     *
     * @param other the other nodes
     * @return the network
     */
    public Network with(Topology other) {
        return new Network(other, state, probe, pki);
    }

    /**
     * Looks at nodes, at all of them at once.
     *
     * @param nodes the nodes
     * @return their states, in the same order
     */
    public List<NodeState> look(List<TopologyNode> nodes) {
        return nodes.parallelStream().map(this::look).toList();
    }

    /**
     * Looks at a node.
     *
     * @param node the node
     * @return its state
     */
    public NodeState look(TopologyNode node) {
        return new NodeState(node, process(node.name()), probe.status(node));
    }

    /**
     * A node's process.
     *
     * @param node the node's name
     * @return the process, or nothing if the node does not run here
     */
    public Optional<NodeProcess> process(NodeName node) {
        return NodeProcess.find(state, node);
    }

    /**
     * The file with a node's process ID.
     *
     * @param node the node
     * @return the file
     */
    PidFile pidFile(TopologyNode node) {
        return new PidFile(state.pidFile(node.name()));
    }
}
