package org.dske.launcher.command;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import java.util.Locale;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Starts nodes and waits until they are ready. */
@Command(name = "start", description = "Starts the nodes and waits until they are ready.")
final class StartCommand implements Runnable {
    private static final double NANOS = 1e9;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Mixin
    private Output output = new Output();

    @Mixin
    private StartOptions options = new StartOptions();

    @Override
    public void run() {
        long begin = System.nanoTime();
        Network network = parent.network();
        List<TopologyNode> nodes = parent.selection(network).here();
        options.start(network, parent.installation(), nodes, output);
        double seconds = (System.nanoTime() - begin) / NANOS;
        List<NodeState> states = network.look(nodes);
        long ready = states.stream()
                .filter(state -> state.stage() == NodeState.Stage.READY)
                .count();
        JsonArrayBuilder array = Json.createArrayBuilder();
        states.forEach(state -> array.add(state.toJson()));
        output.result(
                String.format(Locale.ROOT, "%d of %d nodes ready in %.1f s", ready, nodes.size(), seconds),
                Json.createObjectBuilder()
                        .add("seconds", seconds)
                        .add("nodes", array)
                        .build());
    }
}
