package org.dske.launcher.network;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
            refuseInstances(nodes);
        }
        List<String> taken = nodes.stream().flatMap(StartRequirements::taken).toList();
        if (!taken.isEmpty()) {
            throw new LauncherException("nothing was started: " + String.join("; ", taken));
        }
    }

    /** Machines that are the same node have the same path, of which a process has one. */
    private static void refuseInstances(List<TopologyNode> nodes) {
        Set<String> paths = new HashSet<>();
        nodes.stream()
                .filter(node -> !paths.add(node.contextPath()))
                .findFirst()
                .ifPresent(node -> {
                    throw new LauncherException(node.type().word() + " " + node.name()
                            + " has several machines, which cannot share one process: start without --single-process");
                });
    }

    private static Stream<String> taken(TopologyNode node) {
        return node.ports().stream()
                .flatMap(port ->
                        PortOwner.obstacle(port)
                                .map(reason -> "port " + port + " of " + node.title() + " " + reason)
                                .stream());
    }
}
