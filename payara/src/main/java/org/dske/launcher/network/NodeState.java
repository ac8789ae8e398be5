package org.dske.launcher.network;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.launcher.topology.TopologyNode;

/**
 * A node as it is now.
 *
 * @param node the node
 * @param process its process, if it was started here
 * @param status what it says of itself, if it answers, and this launcher may see it
 * @param well whether it says to everybody that it is well, if that is all that it says
 */
public record NodeState(
        TopologyNode node, Optional<NodeProcess> process, Optional<JsonObject> status, Optional<Boolean> well) {
    /** How far a node has come. */
    public enum Stage {
        /** No process, no answer. */
        STOPPED,
        /** A process, but no answer: it starts, or hangs. */
        SILENT,
        /** It says that it is not well, and nothing more to who may not see its status: mostly another operator's. */
        DOWN,
        /** It says that it is well, and nothing more. */
        UP,
        /** It answers, but is not ready. */
        RUNNING,
        /** It does its work: a client can deliver keys, even if some of its hubs are down or refuse it. */
        READY
    }

    Stage stage() {
        if (status.isPresent()) {
            return isComplete() || delivers() ? Stage.READY : Stage.RUNNING;
        }
        if (well.isPresent()) {
            return well.get() ? Stage.UP : Stage.DOWN;
        }
        return process.isPresent() ? Stage.SILENT : Stage.STOPPED;
    }

    /** Whether it is ready, as far as can be seen. */
    public boolean isReady() {
        return stage() == Stage.READY || stage() == Stage.UP;
    }

    /** Whether there is neither a process nor an answer. */
    public boolean isStopped() {
        return stage() == Stage.STOPPED;
    }

    /** An object in what it says of itself, such as {@code memory}. */
    public Optional<JsonObject> part(String member) {
        return status.map(answer -> answer.get(member))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast);
    }

    /** Whether it lacks nothing: a client has all of its hubs. */
    boolean isComplete() {
        return status.filter(NodeState::isReady).isPresent();
    }

    private static boolean isReady(JsonObject answer) {
        return answer.getBoolean("ready", false);
    }

    /** Whether a client has as many hubs as a key needs. */
    private boolean delivers() {
        int threshold = status.map(answer -> answer.getInt("threshold", 0)).orElse(0);
        return threshold > 0 && hubs().filter(NodeState::isReady).count() >= threshold;
    }

    /** The hubs that a client does without, each with the reason, if the client knows one. */
    public List<String> lacks() {
        return hubs().filter(hub -> !isReady(hub))
                .map(hub -> {
                    String reason = hub.getString("reason", "");
                    return "hub " + hub.getString("name", "?") + (reason.isEmpty() ? "" : " (" + reason + ")");
                })
                .toList();
    }

    /** The hubs of which a client needs a package first; nothing if it does without any other as well. */
    List<String> unenrolled() {
        List<JsonObject> lacking = hubs().filter(hub -> !isReady(hub)).toList();
        boolean all =
                lacking.stream().allMatch(hub -> hub.getString("state", "").equals("unenrolled"));
        return all ? lacking.stream().map(hub -> hub.getString("name", "?")).toList() : List.of();
    }

    /** What a client says of its hubs; nothing if it is none. */
    public Stream<JsonObject> hubs() {
        return status.map(answer -> answer.get("hubs")).stream()
                .filter(JsonArray.class::isInstance)
                .flatMap(hubs -> hubs.asJsonArray().stream())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast);
    }

    /** Whether it says that whoever is on its machine needs no token. */
    public boolean isLaboratory() {
        return status.filter(answer -> answer.getBoolean("laboratory", false)).isPresent();
    }

    /** The stage as a word, in lower case. */
    public String word() {
        return stage().name().toLowerCase(Locale.ROOT);
    }

    /** For scripts, of each: name, which of several machines, type, URL, state and, where known, port, those of HTTPS, process ID and the node's own status. */
    public static JsonArray toJson(List<NodeState> states) {
        return states.stream().map(NodeState::toJson).collect(JsonCollectors.toJsonArray());
    }

    private JsonObject toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", node.name().toString())
                .add("type", node.type().word())
                .add("url", node.url().toString())
                .add("state", word());
        if (!node.instance().isEmpty()) {
            json.add("instance", node.instance());
        }
        node.port().ifPresent(port -> json.add("port", port));
        node.httpsUrl().ifPresent(url -> json.add("https_url", url.toString()));
        node.httpsPort().ifPresent(port -> json.add("https_port", port));
        process.ifPresent(running -> json.add("pid", running.handle().pid()).add("single_process", running.shared()));
        status.ifPresent(value -> json.add("status", value));
        return json.build();
    }
}
