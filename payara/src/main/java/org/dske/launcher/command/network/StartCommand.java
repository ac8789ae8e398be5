package org.dske.launcher.command.network;

import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.command.Output;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStart;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.server.Installation;
import org.dske.launcher.topology.TopologyNode;
import org.dske.time.Ticker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts nodes and waits until they are ready. */
@Command(name = "start", description = "Starts the nodes and waits until they are ready.")
public final class StartCommand extends NetworkCommand {
    private static final double MILLIS = 1e3;

    @Mixin
    private Options options = new Options();

    @Option(
            names = "--fresh",
            description = "the nodes begin anew: what they kept in their stores is deleted before they start")
    private boolean fresh;

    @Override
    public Integer call() {
        long begin = Ticker.SYSTEM.nanos();
        Network network = parent.network();
        List<TopologyNode> nodes = parent.namedHere(network.topology());
        options.start(network, parent.installation(), nodes, fresh, output);
        double seconds = Ticker.SYSTEM.since(begin).toMillis() / MILLIS;
        List<NodeState> states = network.look(nodes);
        long ready = states.stream().filter(NodeState::isReady).count();
        output.result(
                String.format(Locale.ROOT, "%d of %d nodes ready in %.1f s", ready, nodes.size(), seconds),
                Json.createObjectBuilder()
                        .add("seconds", seconds)
                        .add("nodes", NodeState.toJson(states))
                        .build());
        return 0;
    }

    /** How nodes are started. */
    static final class Options {
        @Option(names = "--single-process", description = "all nodes in one process, each on its own port")
        private boolean singleProcess;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "180",
                description = "how long to wait until all nodes are ready (default: ${DEFAULT-VALUE})")
        private int timeout;

        /** Starts nodes and waits until they are ready. */
        void start(Network network, Installation installation, List<TopologyNode> nodes, boolean fresh, Output output) {
            new NetworkStart(network, installation, output::progress)
                    .start(nodes, singleProcess, fresh, Duration.ofSeconds(timeout));
        }
    }
}
