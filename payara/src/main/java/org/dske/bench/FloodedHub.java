package org.dske.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dske.bench.scale.OutOfBand;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/**
 * A hub that is flooded with requests that nobody has signed, with a client of its own whose random data the floods name. They and
 * the same requests to a path where there is nothing take turns.
 */
final class FloodedHub implements AutoCloseable {
    private static final String CLIENT = "flood";
    private static final String IN_BAND = "/dske/api/v1/key-share";
    private static final String NOWHERE = "/nothing/api/v1/key-share";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 4;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_SERVER_ERROR = 500;

    private final JsonHttp http = new JsonHttp(TIMEOUT);
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private final TopologyNode hub;
    private final OutOfBand door;
    private final ProcessHandle process;
    private final String block;

    /**
     * Registers the client.
     *
     * @param hub a hub that does nothing else
     * @param process its process, which is nobody else's
     * @param suite what the client speaks
     */
    FloodedHub(TopologyNode hub, ProcessHandle process, String suite) {
        this.hub = hub;
        this.process = process;
        this.door = new OutOfBand(hub);
        door.register(CLIENT, suite);
        this.block = door.block(CLIENT, "client");
    }

    /** Floods the hub, in rounds; fails if it takes a request. */
    FloodCost measure(Flood flood, String what, int rounds) {
        List<Duration> refused = new ArrayList<>();
        List<Duration> notFound = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            refused.add(cost(flood, IN_BAND));
            notFound.add(cost(flood, NOWHERE));
        }
        // The first does not count: it warms the hub up.
        return new FloodCost(what, refused.subList(1, refused.size()), notFound.subList(1, notFound.size()));
    }

    /** The processor time of one request, on average. */
    private Duration cost(Flood flood, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hub.url() + path + "?client_name=" + CLIENT))
                .timeout(TIMEOUT);
        flood.signature(block).ifPresent(value -> request.header("DSKE-Signature", value));
        if (flood.body().length > 0) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(flood.body()));
        }
        Duration before = processorTime();
        sendAll(request.build(), path.equals(NOWHERE), flood.requests());
        return processorTime().minus(before).dividedBy(flood.requests());
    }

    private void sendAll(HttpRequest request, boolean nowhere, int requests) {
        Callable<Integer> task = () -> http.send(request).statusCode();
        try {
            for (Future<Integer> status : threads.invokeAll(Collections.nCopies(requests, task))) {
                requireRefusal(status.get(), nowhere);
            }
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        } catch (ExecutionException e) {
            throw new LauncherException(ExitStatus.OTHER_SIDE, "the flood failed: " + e.getCause());
        }
    }

    private static void requireRefusal(int status, boolean nowhere) {
        boolean refused = status >= 400 && status < FIRST_SERVER_ERROR;
        if (!refused || nowhere != (status == NOT_FOUND)) {
            throw new LauncherException(ExitStatus.OTHER_SIDE, "the hub answered the flood with status " + status);
        }
    }

    private Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new LauncherException("this system does not tell the processor time of a process"));
    }

    /** Takes leave of the hub. */
    @Override
    public void close() {
        threads.shutdownNow();
        door.unregister(CLIENT);
    }
}
