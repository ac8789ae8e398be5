package org.dske.launcher.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;

/** Waits until nodes are ready, and says so of each. */
final class ReadyWait {
    private final Network network;
    private final Progress progress;
    private final List<TopologyNode> all = new ArrayList<>();
    private final List<TopologyNode> waiting = new ArrayList<>();

    ReadyWait(Network network, Progress progress) {
        this.network = network;
        this.progress = progress;
    }

    /** Adds nodes that answer. */
    void add(List<TopologyNode> nodes) {
        all.addAll(nodes);
        waiting.addAll(nodes);
    }

    /** Looks once. */
    void look() {
        network.look(waiting).stream()
                .filter(state -> state.stage() == NodeState.Stage.READY)
                .map(NodeState::node)
                .forEach(node -> {
                    waiting.remove(node);
                    say(node, "ready");
                });
    }

    /** Waits for all that were added; the check throws if waiting on is in vain. */
    void await(Deadline deadline, Duration limit, Runnable check) {
        look();
        while (!waiting.isEmpty() && !isWaitingForOthers()) {
            if (deadline.isOver()) {
                throw new LauncherException("not ready within " + limit.toSeconds() + " s: "
                        + waiting.stream().map(TopologyNode::title).collect(Collectors.joining(", ")));
            }
            deadline.pause();
            check.run();
            look();
        }
    }

    /**
     * Clients that were started without some of the hubs cannot be ready before somebody starts those: then it is enough that
     * the clients run.
     */
    private boolean isWaitingForOthers() {
        if (waiting.stream().anyMatch(node -> node.type() == NodeType.HUB)) {
            return false;
        }
        String missing = network.topology().hubs().stream()
                .filter(hub -> !all.contains(hub))
                .filter(hub -> network.probe().status(hub).isEmpty())
                .map(TopologyNode::title)
                .collect(Collectors.joining(", "));
        if (missing.isEmpty()) {
            return false;
        }
        waiting.forEach(client -> say(client, "running, but not ready before " + missing));
        return true;
    }

    private void say(TopologyNode node, String state) {
        int port = node.port().orElseThrow();
        String https = node.httpsPort().isPresent()
                ? ", https port " + node.httpsPort().getAsInt()
                : "";
        progress.say(String.format(
                Locale.ROOT, "%-6s %-8s port %-5d %s%s", node.type().word(), node.name(), port, state, https));
    }
}
