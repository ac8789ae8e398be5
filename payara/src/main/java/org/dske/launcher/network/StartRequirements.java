package org.dske.launcher.network;

import java.util.List;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/** What must hold before anything is started. */
final class StartRequirements {
    private StartRequirements() {}

    /** Refuses the start if a node runs already, another network is in its place, or a port is taken. */
    static void check(Network network, List<TopologyNode> nodes, boolean together) {
        network.refuseOthers(nodes);
        List<String> running = nodes.stream()
                .flatMap(node -> network.process(node).stream()
                        .map(process ->
                                node.title() + " (process " + process.handle().pid() + ")"))
                .toList();
        if (!running.isEmpty()) {
            throw new LauncherException("already running: " + String.join(", ", running));
        }
        if (together) {
            network.refuseSecondSingleProcess();
        }
        List<String> taken = nodes.stream().flatMap(StartRequirements::taken).toList();
        if (!taken.isEmpty()) {
            throw new LauncherException("nothing was started: " + String.join("; ", taken));
        }
    }

    private static Stream<String> taken(TopologyNode node) {
        return node.ports().stream()
                .flatMap(port ->
                        PortOwner.obstacle(port)
                                .map(reason -> "port " + port + " of " + node.title() + " " + reason)
                                .stream());
    }
}
