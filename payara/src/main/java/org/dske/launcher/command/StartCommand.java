package org.dske.launcher.command;

import jakarta.json.Json;
import java.util.List;
import java.util.Locale;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.topology.TopologyNode;
import org.dske.time.Ticker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts nodes and waits until they are ready. */
@Command(name = "start", description = "Starts the nodes and waits until they are ready.")
final class StartCommand extends NetworkCommand {
    private static final double MILLIS = 1e3;

    @Mixin
    private StartOptions options = new StartOptions();

    @Override
    public Integer call() {
        long begin = Ticker.SYSTEM.nanos();
        Network network = parent.network();
        List<TopologyNode> nodes = parent.namedHere(network.topology());
        options.start(network, parent.installation(), nodes, output);
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
}
