package org.dske.launcher.network;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;

/** Stops nodes: by asking, then by terminating, then by killing their processes. No process is left. */
public final class NetworkStop {
    private static final Duration ORDERLY = Duration.ofSeconds(8);
    /** Clients first: they take leave of the hubs. */
    private static final List<NodeType> ORDER = List.of(NodeType.CLIENT, NodeType.HUB);

    private final Network network;
    private final Consumer<String> progress;

    private record Running(TopologyNode node, NodeProcess process) {
        boolean shared() {
            return process.shared();
        }
    }

    /** A stop; the consumer is told of each node. */
    public NetworkStop(Network network, Consumer<String> progress) {
        this.network = network;
        this.progress = progress;
    }

    /**
     * Stops those of some nodes that run.
     *
     * @param nodes the nodes
     * @return those that ran
     * @throws LauncherException if none of them runs, if they are of another network, or if one shares its process with nodes that are not to be stopped
     */
    public List<TopologyNode> stop(List<TopologyNode> nodes) {
        List<Running> running = running(nodes);
        if (running.isEmpty()) {
            network.refuseOthers(nodes);
            throw new LauncherException("nothing to stop: "
                    + (nodes.size() == 1 ? nodes.get(0).title() + " is not running" : "no node is running"));
        }
        List<Running> shared = running.stream().filter(Running::shared).toList();
        if (!shared.isEmpty()) {
            refusePart(nodes);
        }
        for (NodeType type : ORDER) {
            running.parallelStream().filter(node -> node.node().type() == type).forEach(this::stop);
        }
        // Each node takes leave, but its process is not its own to end.
        shared.stream().map(node -> node.process().handle()).distinct().forEach(Wait::end);
        shared.forEach(this::report);
        return running.stream().map(Running::node).toList();
    }

    /** Does something for which nodes were started, and stops them then; also when that fails, or is ended by Ctrl-C. */
    public <T> T after(Supplier<T> work, List<TopologyNode> nodes) {
        AtomicBoolean stopped = new AtomicBoolean();
        Runnable stop = () -> {
            if (stopped.compareAndSet(false, true)) {
                stop(nodes);
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop-nodes"));
        try {
            return work.get();
        } finally {
            stop.run();
        }
    }

    private List<Running> running(List<TopologyNode> nodes) {
        return nodes.stream()
                .flatMap(node -> network.process(node).stream().map(process -> new Running(node, process)))
                .toList();
    }

    private void refusePart(List<TopologyNode> nodes) {
        running(network.topology().nodes()).stream()
                .filter(node -> node.shared() && !nodes.contains(node.node()))
                .findFirst()
                .ifPresent(left -> {
                    throw new LauncherException("the nodes share one process and stop together, "
                            + left.node().title() + " too: use stop without naming nodes");
                });
    }

    private void stop(Running running) {
        ProcessHandle process = running.process().handle();
        boolean asked = network.stop(running.node());
        if (!running.shared()) {
            if (!asked || !Wait.forEnd(process, ORDERLY)) {
                Wait.end(process);
            }
            report(running);
        }
    }

    private void report(Running running) {
        TopologyNode node = running.node();
        ProcessHandle process = running.process().handle();
        if (process.isAlive()) {
            throw new LauncherException(
                    node.title() + " cannot be stopped: process " + process.pid() + " does not end");
        }
        progress.accept(String.format("%-6s %-8s stopped", node.type().word(), node.machine()));
    }
}
