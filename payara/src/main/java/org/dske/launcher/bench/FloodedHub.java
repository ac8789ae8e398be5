package org.dske.launcher.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dske.config.Setting;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/** A hub that is flooded, with a client of its own whose random data the floods name. */
final class FloodedHub implements AutoCloseable {
    private static final String CLIENT = "flood";
    private static final String OUT_OF_BAND = "/dske/oob/v1/";
    private static final String REGISTRATION = OUT_OF_BAND + "registration";
    private static final String IN_BAND = "/dske/api/v1/key-share";
    private static final String NOWHERE = "/nothing/api/v1/key-share";
    private static final String JSON = "application/json";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 4;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_SERVER_ERROR = 500;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private final TopologyNode hub;
    private final ProcessHandle process;
    private final String block;

    /**
     * Registers the client.
     *
     * @param hub the hub
     * @param process its process, which is nobody else's
     * @param suite what the client speaks
     */
    FloodedHub(TopologyNode hub, ProcessHandle process, String suite) {
        this.hub = hub;
        this.process = process;
        required(request(REGISTRATION)
                .header("Content-Type", JSON)
                .PUT(BodyPublishers.ofString(
                        "{\"client_name\":\"" + CLIENT + "\",\"encryptor_names\":[],\"suites\":[\"" + suite + "\"]}")));
        this.block = required(request(OUT_OF_BAND + "psrd?client_name=" + CLIENT + "&pool_owner=client&size=64"))
                .getString("block_uuid");
    }

    /** The processor time of a request of a flood, on average. */
    Duration refused(Flood flood, int requests) {
        return cost(flood, IN_BAND, requests);
    }

    /** The same of one to a path where there is nothing. */
    Duration notFound(Flood flood, int requests) {
        return cost(flood, NOWHERE, requests);
    }

    private Duration cost(Flood flood, String path, int requests) {
        HttpRequest.Builder request = request(path + "?client_name=" + CLIENT);
        flood.signature(block).ifPresent(value -> request.header("DSKE-Signature", value));
        if (flood.body().length > 0) {
            request.header("Content-Type", JSON).POST(BodyPublishers.ofByteArray(flood.body()));
        }
        Duration before = processorTime();
        sendAll(request.build(), path.equals(NOWHERE), requests);
        return processorTime().minus(before).dividedBy(requests);
    }

    private void sendAll(HttpRequest request, boolean nowhere, int requests) {
        List<Callable<HttpResponse<byte[]>>> tasks = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            tasks.add(() -> http.send(request, BodyHandlers.ofByteArray()));
        }
        try {
            for (Future<HttpResponse<byte[]>> response : threads.invokeAll(tasks)) {
                requireRefusal(response.get().statusCode(), nowhere);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw new LauncherException("the flood failed: " + e.getCause());
        }
    }

    private static void requireRefusal(int status, boolean nowhere) {
        boolean refused = status >= 400 && status < FIRST_SERVER_ERROR;
        if (!refused || nowhere != (status == NOT_FOUND)) {
            throw new LauncherException("the hub answered the flood with status " + status);
        }
    }

    private Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new LauncherException("this system does not tell the processor time of a process"));
    }

    private HttpRequest.Builder request(String path) {
        URI base = path.startsWith(OUT_OF_BAND) ? hub.urlAt(Setting.OOB_PORT) : hub.url();
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    }

    private JsonObject required(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new LauncherException("the hub answers " + response.statusCode() + " " + response.body());
            }
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                return reader.readObject();
            }
        } catch (IOException e) {
            throw new LauncherException("the hub does not answer: " + e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static LauncherException interrupted() {
        Thread.currentThread().interrupt();
        return new LauncherException("interrupted");
    }

    /** Takes leave of the hub. */
    @Override
    public void close() {
        threads.shutdownNow();
        required(request(REGISTRATION + "?client_name=" + CLIENT).DELETE());
    }
}
