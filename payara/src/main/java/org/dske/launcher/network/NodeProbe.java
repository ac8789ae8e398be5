package org.dske.launcher.network;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.dske.config.Setting;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/** Asks nodes for their status, and to stop. */
public final class NodeProbe {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * A node's status.
     *
     * @param node the node
     * @return what it says; nothing if it does not answer, or something else answers in its place
     */
    public Optional<JsonObject> status(TopologyNode node) {
        return askStatus(node).flatMap(response -> status(node, response));
    }

    /**
     * Whether something else answers in a node's place. A node that is only slow, or has just begun to answer, is not missing.
     *
     * @param node the node
     * @return true if its server has it not
     */
    public boolean isMissing(TopologyNode node) {
        return askStatus(node)
                .filter(response -> status(node, response).isEmpty())
                .isPresent();
    }

    private Optional<HttpResponse<String>> askStatus(TopologyNode node) {
        return get(URI.create(node.urlAt(Setting.MANAGEMENT_PORT) + "/mgmt/v1/status"));
    }

    private static Optional<JsonObject> status(TopologyNode node, HttpResponse<String> response) {
        return Optional.of(response)
                .filter(answer -> answer.statusCode() == OK)
                .flatMap(answer -> parse(answer.body()))
                .filter(status -> node.name().toString().equals(status.getString("name", "")));
    }

    /**
     * Whether a node's server has deployed what it is to deploy, or has failed to.
     *
     * @param node one of its nodes
     * @return true if the server answers outside of its nodes
     */
    public boolean hasDeployed(TopologyNode node) {
        return get(node.url().resolve("/"))
                .flatMap(response -> response.headers().firstValue("Content-Type"))
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
    }

    /**
     * Asks a node to stop.
     *
     * @param node the node
     * @return whether it said that it would
     */
    public boolean stop(TopologyNode node) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.urlAt(Setting.MANAGEMENT_PORT) + "/mgmt/v1/stop"))
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return send(request)
                .filter(response -> response.statusCode() / 100 == 2)
                .isPresent();
    }

    private Optional<HttpResponse<String>> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build());
    }

    private Optional<HttpResponse<String>> send(HttpRequest request) {
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            // No answer is an answer here.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted");
        }
    }

    private static Optional<JsonObject> parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
