package org.dske.launcher.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;

/** Stops nodes: by asking, then by terminating, then by killing their processes. No process is left. */
public final class NetworkStop {
    private static final Duration ORDERLY = Duration.ofSeconds(8);

    private final Network network;
    private final Consumer<String> progress;

    /**
     * A stop.
     *
     * @param network the network
     * @param progress is told of each node
     */
    public NetworkStop(Network network, Consumer<String> progress) {
        this.network = network;
        this.progress = progress;
    }

    /**
     * Stops those of some nodes that run.
     *
     * @param nodes the nodes
     * @throws LauncherException if none of them runs, if they are of another network, or if one shares its process with nodes that are not to be stopped
     */
    public void stop(List<TopologyNode> nodes) {
        List<Running> running = running(nodes);
        if (running.isEmpty()) {
            network.refuseOthers(nodes);
            throw new LauncherException("nothing to stop: "
                    + (nodes.size() == 1 ? nodes.get(0).title() + " is not running" : "no node is running"));
        }
        refusePart(running);
        // Clients first: they take leave of the hubs.
        for (NodeType type : new NodeType[] {NodeType.CLIENT, NodeType.HUB}) {
            running.parallelStream()
                    .filter(node -> node.isOf(type) && !node.process().shared())
                    .forEach(this::stopAlone);
        }
        stopShared(running.stream().filter(node -> node.process().shared()).toList());
    }

    private List<Running> running(List<TopologyNode> nodes) {
        return nodes.stream()
                .flatMap(node -> network.process(node).stream().map(process -> new Running(node, process)))
                .toList();
    }

    private void refusePart(List<Running> running) {
        List<TopologyNode> nodes = running.stream().map(Running::node).toList();
        boolean shared = running.stream().anyMatch(node -> node.process().shared());
        Optional<Running> left = running(network.topology().nodes()).stream()
                .filter(node -> node.process().shared() && !nodes.contains(node.node()))
                .findFirst();
        if (shared && left.isPresent()) {
            throw new LauncherException("the nodes share one process and stop together, "
                    + left.get().node().title() + " too: use stop without naming nodes");
        }
    }

    private void stopAlone(Running running) {
        ProcessHandle process = running.process().handle();
        boolean asked = network.probe().stop(running.node());
        if (!asked || !Ending.waitFor(process, ORDERLY)) {
            Ending.of(process);
        }
        report(running);
    }

    // Each node takes leave, but its process is not its own to end.
    private void stopShared(List<Running> running) {
        for (NodeType type : new NodeType[] {NodeType.CLIENT, NodeType.HUB}) {
            running.parallelStream()
                    .filter(node -> node.isOf(type))
                    .map(Running::node)
                    .forEach(network.probe()::stop);
        }
        running.stream().map(node -> node.process().handle()).distinct().forEach(Ending::of);
        running.forEach(this::report);
    }

    private void report(Running running) {
        TopologyNode node = running.node();
        ProcessHandle process = running.process().handle();
        if (process.isAlive()) {
            throw new LauncherException(
                    node.title() + " cannot be stopped: process " + process.pid() + " does not end");
        }
        progress.accept(String.format("%-6s %-8s stopped", node.type().word(), node.name()));
    }

    private record Running(TopologyNode node, NodeProcess process) {
        boolean isOf(NodeType type) {
            return node.type() == type;
        }
    }
}
