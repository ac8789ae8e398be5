package org.dske.launcher.command.network;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.Table;
import org.dske.launcher.command.Colour;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkSecurity;
import org.dske.launcher.network.NodeState;
import picocli.CommandLine.Command;

/** Shows nodes; the exit status is 0 only if all of them are ready. */
@Command(name = "status", description = "Shows the nodes. The exit status is 0 only if all are ready.")
public final class StatusCommand extends NetworkCommand {
    private static final List<String> HEADER = List.of("NAME", "TYPE", "STATE", "PID", "URL", "HUBS");

    @Override
    public Integer call() {
        Network network = parent.network();
        List<NodeState> states = network.look(parent.named(network.topology()));
        boolean ready = states.stream().allMatch(NodeState::isReady);
        JsonObjectBuilder json = Json.createObjectBuilder().add("ready", ready).add("nodes", NodeState.toJson(states));
        Optional<NetworkSecurity> security = NetworkSecurity.of(states);
        security.ifPresent(promise -> json.add("security", promise.toJson()));
        String table = Table.of(HEADER, states.stream().map(this::row).toList());
        json.add("laboratory", states.stream().anyMatch(NodeState::isLaboratory));
        output.result(
                table + security.map(promise -> "\n" + promise.toText()).orElse("") + laboratory(states), json.build());
        return ready ? 0 : ExitStatus.OTHER_SIDE.code();
    }

    private static String laboratory(List<NodeState> states) {
        List<String> nodes = states.stream()
                .filter(NodeState::isLaboratory)
                .map(state -> state.node().machine().toString())
                .toList();
        String which = nodes.size() == states.size() ? "all nodes" : String.join(", ", nodes);
        return nodes.isEmpty()
                ? ""
                : "\nLaboratory, " + which
                        + ": hubs take everybody in and give PSRD to whoever asks, and whoever is on their machine may stop them";
    }

    private List<String> row(NodeState state) {
        String pid = state.process()
                .map(process -> String.valueOf(process.handle().pid()))
                .orElse("-");
        return List.of(
                state.node().machine().toString(),
                state.node().type().word(),
                output.coloured(Colour.of(state), state.word()),
                state.node().isElsewhere() ? "elsewhere" : pid,
                state.node().servedUrl().toString(),
                hubs(state) + (state.lacks().isEmpty() ? "" : ": " + String.join(", ", state.lacks())));
    }

    /** How many hubs a client has in each state. */
    private static String hubs(NodeState state) {
        return state
                .hubs()
                .collect(Collectors.groupingBy(hub -> hub.getString("state", "?"), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
