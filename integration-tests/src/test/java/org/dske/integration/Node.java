package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dske.administrator.Administrators;
import org.dske.launcher.network.NodeProcess;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;
import org.dske.testing.Http;

/** A machine of a network: a node, or one of several that are the same node; and its process. */
final class Node {
    private static final int TAIL = 40;

    private final TopologyNode node;
    private final StateDirectory state;

    Node(TopologyNode node, StateDirectory state) {
        this.node = node;
        this.state = state;
    }

    String name() {
        return node.name().toString();
    }

    /** Which of several machines it is, empty if it is the only one. */
    String instance() {
        return node.instance();
    }

    boolean isClient() {
        return node.type() == NodeType.CLIENT;
    }

    boolean isElsewhere() {
        return node.isElsewhere();
    }

    /** The launcher's option that names it. */
    List<String> option() {
        return List.of("--" + node.type().word(), toString());
    }

    int port() {
        return node.port().orElseThrow();
    }

    int httpsPort() {
        return node.httpsPort().orElseThrow();
    }

    /** The URL of something of this node over HTTPS. */
    String httpsUrl(String path) {
        return node.httpsUrl().orElseThrow() + path;
    }

    /** The URL of something that the path names no node of. */
    String rootUrl(String path) {
        return "https://localhost:" + httpsPort() + path;
    }

    /** The URL of something of this node. */
    String url(String path) {
        return node.url() + path;
    }

    /** The URL of something of its management interface. */
    String managementUrl(String path) {
        return node.managementUrl() + path;
    }

    JsonObject status() {
        return Http.get(managementUrl("/mgmt/v1/status"), "Authorization", token(Administrators.Role.READ))
                .ok();
    }

    /** Who has it shows it to the management interface. */
    String token(Administrators.Role role) {
        try {
            return "Bearer "
                    + Files.readString(state.of(node).resolve(role.file())).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return NodeProcess.read(StateDirectory.pidFile(state.of(node))).isPresent();
    }

    boolean isReady() {
        return isRunning() && status().getBoolean("ready");
    }

    void assertReady() {
        assertTrue(isRunning(), this + " does not run");
        assertReady(status());
    }

    /** Whether a status says that its node is ready. */
    static void assertReady(JsonObject status) {
        assertTrue(status.getBoolean("ready"), () -> status.getString("name") + " is not ready: " + reasons(status));
    }

    private static String reasons(JsonObject status) {
        StringBuilder reasons = new StringBuilder();
        status.getOrDefault("hubs", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().forEach(hub -> {
            JsonObject each = hub.asJsonObject();
            reasons.append(each.getString("url"))
                    .append(' ')
                    .append(each.getString("state"))
                    .append(each.getBoolean("ready") ? " ready" : " not ready")
                    .append(' ')
                    .append(each.getString("reason", ""))
                    .append("; ");
        });
        return reasons.toString();
    }

    /** A pool that it shares with a peer. */
    PoolView pool(Node peer, String owner) {
        return PoolView.of(status(), isClient() ? "hubs" : "clients", peer.name(), owner);
    }

    /** Whether a hub holds a share of a key. */
    boolean holds(String keyId) {
        return status().getJsonArray("shares").stream()
                .anyMatch(share -> share.asJsonObject().getString("key_id").equals(keyId));
    }

    long pid() {
        return process()
                .orElseThrow(() -> new AssertionError(this + " does not run"))
                .pid();
    }

    private Optional<ProcessHandle> process() {
        return NodeProcess.read(StateDirectory.pidFile(state.of(node))).map(NodeProcess::handle);
    }

    /** Ends the process as a crash does: nothing is said to anybody. */
    void kill() {
        ProcessHandle process = process().orElseThrow(() -> new AssertionError(this + " does not run"));
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops the process in its tracks; connections stay open, and nothing is answered. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        Launcher.Result result = Launcher.run(List.of("kill", signal, String.valueOf(pid())));
        assertEquals(0, result.status(), result::toString);
    }

    /** The end of its log, which never holds a secret. */
    String logTail() {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }

    /** Its log, or that of the process that it shares with others. */
    String log() {
        Path own = StateDirectory.log(state.of(node));
        Path log = Files.exists(own) ? own : StateDirectory.log(state.singleProcess());
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "(no log)";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of its audit log. */
    List<String> auditLog() {
        try {
            return Files.readAllLines(state.audit(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return node.machine().toString();
    }
}
