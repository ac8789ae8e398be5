package org.dske.launcher.watch;

import java.util.List;
import java.util.Optional;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.TopologyNode;
import org.dske.time.Ticker;

/**
 * What is seen of some nodes at one moment.
 *
 * @param nanos when, by a clock that does not jump
 * @param nodes each of them
 */
public record Snapshot(long nanos, List<NodeView> nodes) {
    public Snapshot {
        nodes = List.copyOf(nodes);
    }

    /** Looks at nodes, at all of them at once. */
    public static Snapshot take(Network network, List<TopologyNode> nodes, Ticker ticker) {
        List<NodeView> views = network.look(nodes).parallelStream()
                .map(state -> NodeView.of(
                        state, state.status().isPresent() ? network.metrics(state.node()) : Optional.empty()))
                .toList();
        return new Snapshot(ticker.nanos(), views);
    }
}
