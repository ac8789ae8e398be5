package org.dske.launcher.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;
import org.dske.time.Deadline;

/** Waits until nodes are ready, and says so of each. */
final class ReadyWait {
    /** Longer than a client's longest pause before it asks a hub again: what it lacks then, it does not get by waiting. */
    private static final Duration SETTLED = Duration.ofSeconds(6);

    private final Network network;
    private final Consumer<String> progress;
    private final List<TopologyNode> all = new ArrayList<>();
    private final List<TopologyNode> waiting = new ArrayList<>();
    private List<NodeState> missing = List.of();
    private List<String> lacks = List.of();
    private Deadline settled = Deadline.in(SETTLED);

    ReadyWait(Network network, Consumer<String> progress) {
        this.network = network;
        this.progress = progress;
    }

    /** Adds nodes that answer. */
    void add(List<TopologyNode> nodes) {
        all.addAll(nodes);
        waiting.addAll(nodes);
    }

    /** Looks once at those that are still to come. */
    void look() {
        List<NodeState> states = network.look(waiting);
        states.stream().filter(NodeState::isComplete).map(NodeState::node).forEach(node -> {
            waiting.remove(node);
            say(node, "ready");
        });
        missing = states.stream().filter(state -> !state.isComplete()).toList();
    }

    /** Waits for all that were added; the check throws if waiting on is in vain. */
    void await(Deadline deadline, Duration limit, Runnable check) {
        boolean ready = Wait.until(deadline, () -> {
            check.run();
            look();
            return missing.isEmpty() || isEnough();
        });
        if (!ready) {
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE,
                    "not ready within " + limit.toSeconds() + " s: "
                            + missing.stream().map(ReadyWait::withReason).collect(Collectors.joining(", ")));
        }
    }

    /**
     * Clients that were started without some of the hubs cannot be complete before somebody starts those: then it is enough that
     * they run; so it is where packages are lacking. Those that can deliver keys, and have waited for the other hubs in vain, are ready without them.
     */
    private boolean isEnough() {
        if (missing.stream().anyMatch(state -> state.node().type() == NodeType.HUB)) {
            return false;
        }
        if (missing.stream().noneMatch(state -> state.unenrolled().isEmpty())) {
            missing.forEach(state -> say(
                    state.node(),
                    "running, and needs packages (enrol, import) of hub " + String.join(", ", state.unenrolled())));
            return true;
        }
        String absent = network.topology().hubs().stream()
                .filter(hub -> !all.contains(hub) && network.status(hub).isEmpty())
                .map(TopologyNode::title)
                .collect(Collectors.joining(", "));
        if (!absent.isEmpty()) {
            missing.forEach(state -> say(
                    state.node(),
                    state.isReady()
                            ? "ready, without " + (state.lacks().isEmpty() ? absent : String.join(", ", state.lacks()))
                            : "running, but not ready before " + absent));
            return true;
        }
        List<String> lacking =
                missing.stream().flatMap(state -> state.lacks().stream()).toList();
        if (!lacking.equals(lacks) || !missing.stream().allMatch(NodeState::isReady)) {
            lacks = lacking;
            settled = Deadline.in(SETTLED);
        }
        if (settled.isOver()) {
            missing.forEach(state -> say(state.node(), "ready, without " + String.join(", ", state.lacks())));
        }
        return settled.isOver();
    }

    private static String withReason(NodeState state) {
        String title = state.node().title();
        return state.lacks().isEmpty() ? title : title + " without " + String.join(", ", state.lacks());
    }

    private void say(TopologyNode node, String state) {
        int port = node.port().orElseThrow();
        String https = node.httpsPort().isPresent()
                ? ", https port " + node.httpsPort().getAsInt()
                : "";
        progress.accept(String.format(
                Locale.ROOT, "%-6s %-8s port %-5d %s%s", node.type().word(), node.machine(), port, state, https));
    }
}
