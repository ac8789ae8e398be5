package org.dske.launcher.command;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkSecurity;
import org.dske.launcher.network.NodeState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows nodes; the exit status is 0 only if all of them are ready. */
@Command(name = "status", description = "Shows the nodes. The exit status is 0 only if all are ready.")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        Network network = parent.network();
        List<NodeState> states = network.look(parent.selection(network).nodes());
        boolean ready = states.stream().allMatch(state -> state.stage() == NodeState.Stage.READY);
        JsonArrayBuilder nodes = Json.createArrayBuilder();
        states.forEach(state -> nodes.add(state.toJson()));
        JsonObjectBuilder json = Json.createObjectBuilder().add("ready", ready).add("nodes", nodes);
        Optional<NetworkSecurity> security = NetworkSecurity.of(states);
        security.ifPresent(promise -> json.add("security", promise.toJson()));
        output.result(
                table(states) + security.map(promise -> "\n" + promise.toText()).orElse(""), json.build());
        return ready ? 0 : LauncherException.FAILED;
    }

    private static String table(List<NodeState> states) {
        String header = row("NAME", "TYPE", "STATE", "PID", "URL", "HUBS");
        return header + "\n" + states.stream().map(StatusCommand::row).collect(Collectors.joining("\n"));
    }

    private static String row(NodeState state) {
        String pid = state.process()
                .map(process -> String.valueOf(process.handle().pid()))
                .orElse("-");
        return row(
                state.node().name().toString(),
                state.node().type().word(),
                state.word(),
                state.node().isElsewhere() ? "elsewhere" : pid,
                state.node().encryptorsUrl().toString(),
                state.status().map(StatusCommand::hubs).orElse("")
                        + (state.lacks().isEmpty() ? "" : ": " + String.join(", ", state.lacks())));
    }

    private static String row(String name, String type, String state, String pid, String url, String hubs) {
        return String.format(Locale.ROOT, "%-8s %-6s %-8s %9s  %-40s %s", name, type, state, pid, url, hubs)
                .stripTrailing();
    }

    /** How many hubs a client has in each state. */
    private static String hubs(JsonObject status) {
        JsonArray hubs = status.get("hubs") instanceof JsonArray array ? array : JsonArray.EMPTY_JSON_ARRAY;
        Map<String, Long> counts = hubs.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .collect(
                        Collectors.groupingBy(hub -> hub.getString("state", "?"), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
