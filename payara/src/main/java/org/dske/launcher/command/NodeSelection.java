package org.dske.launcher.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;

/**
 * The nodes that a command is about.
 *
 * @param nodes in the topology's order
 * @param named whether the user named them, rather than meaning all
 */
record NodeSelection(List<TopologyNode> nodes, boolean named) {
    /** The nodes of given names, or all nodes if no name is given. */
    static NodeSelection of(Topology topology, List<String> hubs, List<String> clients) {
        if (hubs.isEmpty() && clients.isEmpty()) {
            return new NodeSelection(topology.nodes(), false);
        }
        List<TopologyNode> named = new ArrayList<>();
        hubs.forEach(name -> named.add(find(topology.hubs(), NodeType.HUB, name)));
        clients.forEach(name -> named.add(find(topology.clients(), NodeType.CLIENT, name)));
        return new NodeSelection(
                topology.nodes().stream().filter(named::contains).toList(), true);
    }

    /** Those that are started and stopped here. */
    List<TopologyNode> here() {
        List<TopologyNode> here =
                nodes.stream().filter(node -> !node.isElsewhere()).toList();
        nodes.stream().filter(node -> named && node.isElsewhere()).findFirst().ifPresent(node -> {
            throw new LauncherException(
                    LauncherException.USAGE,
                    node.title() + " runs elsewhere, at " + node.url() + ": not started or stopped here");
        });
        if (here.isEmpty()) {
            throw new LauncherException("no node of the topology is started here");
        }
        return here;
    }

    private static TopologyNode find(List<TopologyNode> known, NodeType type, String name) {
        return known.stream()
                .filter(node -> node.name().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new LauncherException(
                        LauncherException.USAGE,
                        "there is no " + type.word() + " '" + name + "' in the topology; there are "
                                + known.stream()
                                        .map(node -> node.name().toString())
                                        .collect(Collectors.joining(", "))));
    }
}
