package org.dske.launcher.command.network;

import jakarta.json.Json;
import jakarta.json.stream.JsonCollectors;
import java.util.List;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStop;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Command;

/** Stops nodes. */
@Command(name = "stop", description = "Stops the nodes.")
public final class StopCommand extends NetworkCommand {
    @Override
    public Integer call() {
        Network network = parent.network();
        List<TopologyNode> stopped =
                new NetworkStop(network, output::progress).stop(parent.namedHere(network.topology()));
        output.json(() -> Json.createObjectBuilder()
                .add(
                        "stopped",
                        stopped.stream()
                                .map(node -> Json.createValue(node.machine().toString()))
                                .collect(JsonCollectors.toJsonArray()))
                .build());
        return 0;
    }
}
