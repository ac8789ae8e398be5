package org.dske.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dske.config.Setting;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStart;
import org.dske.launcher.network.NetworkStop;
import org.dske.launcher.server.Installation;
import org.dske.launcher.server.TemporaryState;
import org.dske.launcher.topology.TopologyNode;

/**
 * A network that is started to be measured, as often as need be: it begins anew each time, and leaves nothing.
 *
 * @param network of which no node runs
 * @param installation what it is started from
 * @param progress is told of each node
 */
record TemporaryNetwork(Network network, Installation installation, Consumer<String> progress) {
    private static final Duration START = Duration.ofMinutes(5);

    /** Its nodes, but for those that run elsewhere. */
    List<TopologyNode> nodes() {
        return network.topology().nodes().stream()
                .filter(node -> !node.isElsewhere())
                .toList();
    }

    /** The same network, all of whose nodes have a setting at a value. */
    TemporaryNetwork with(Setting setting, String value) {
        return new TemporaryNetwork(network.with(network.topology().with(setting, value)), installation, progress);
    }

    /**
     * Starts it, does something with it, and stops it, also after Ctrl-C.
     *
     * @param together whether all nodes are in one process
     */
    <T> T during(boolean together, Function<Network, T> work) {
        try (TemporaryState state = new TemporaryState()) {
            Network started = network.in(state.directory());
            new NetworkStart(started, installation, progress).start(nodes(), together, false, START);
            return new NetworkStop(started, line -> {}).after(() -> work.apply(started), nodes());
        }
    }
}
