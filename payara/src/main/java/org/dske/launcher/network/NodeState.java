package org.dske.launcher.network;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Optional;
import org.dske.launcher.topology.TopologyNode;

/**
 * A node as it is now.
 *
 * @param node the node
 * @param process its process, if it was started here
 * @param status what it says of itself, if it answers
 */
public record NodeState(TopologyNode node, Optional<NodeProcess> process, Optional<JsonObject> status) {
    /** How far a node has come. */
    public enum Stage {
        /** No process, no answer. */
        STOPPED,
        /** A process, but no answer: it starts, or hangs. */
        SILENT,
        /** It answers, but is not ready. */
        RUNNING,
        /** It does its work. */
        READY
    }

    /**
     * How far it has come.
     *
     * @return the stage
     */
    public Stage stage() {
        if (status.isPresent()) {
            return status.get().getBoolean("ready", false) ? Stage.READY : Stage.RUNNING;
        }
        return process.isPresent() ? Stage.SILENT : Stage.STOPPED;
    }

    /**
     * The stage as a word.
     *
     * @return in lower case
     */
    public String word() {
        return stage().name().toLowerCase(Locale.ROOT);
    }

    /**
     * For scripts.
     *
     * @return name, type, URL, state and, where known, port, those of HTTPS, process ID and the node's own status
     */
    public JsonObject toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", node.name().toString())
                .add("type", node.type().word())
                .add("url", node.url().toString())
                .add("state", word());
        node.port().ifPresent(port -> json.add("port", port));
        node.httpsUrl().ifPresent(url -> json.add("https_url", url.toString()));
        node.httpsPort().ifPresent(port -> json.add("https_port", port));
        process.ifPresent(running -> json.add("pid", running.handle().pid()).add("single_process", running.shared()));
        status.ifPresent(value -> json.add("status", value));
        return json.build();
    }
}
