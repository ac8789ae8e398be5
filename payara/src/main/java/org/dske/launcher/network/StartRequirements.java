package org.dske.launcher.network;

import java.util.List;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.process.PortOwner;
import org.dske.launcher.topology.TopologyNode;

/** What must hold before anything is started. */
public final class StartRequirements {
    private final Network network;

    /**
     * The requirements in a network.
     *
     * @param network the network
     */
    public StartRequirements(Network network) {
        this.network = network;
    }

    /**
     * Refuses the start if a node runs already, or a port is taken. What is left of nodes that have ended is removed.
     *
     * @param nodes the nodes that are to be started
     * @param together whether in a single process
     * @throws LauncherException if they cannot be started
     */
    public void check(List<TopologyNode> nodes, boolean together) {
        List<String> running = nodes.stream()
                .flatMap(node -> network.process(node.name()).stream()
                        .map(process ->
                                node.title() + " (process " + process.handle().pid() + ")"))
                .toList();
        if (!running.isEmpty()) {
            throw new LauncherException("already running: " + String.join(", ", running));
        }
        if (together) {
            refuseSecondSingleProcess();
        }
        nodes.forEach(node -> network.pidFile(node).delete());
        List<String> taken = nodes.stream().flatMap(StartRequirements::taken).toList();
        if (!taken.isEmpty()) {
            throw new LauncherException("nothing was started: " + String.join("; ", taken));
        }
    }

    private void refuseSecondSingleProcess() {
        network.topology().nodes().stream()
                .filter(node ->
                        network.process(node.name()).filter(NodeProcess::shared).isPresent())
                .findFirst()
                .ifPresent(node -> {
                    throw new LauncherException("a single process is already running, with " + node.title() + " in it");
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
