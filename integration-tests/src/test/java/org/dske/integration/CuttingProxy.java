package org.dske.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.dske.testing.Http;
import org.dske.testing.Response;

/**
 * Stands between a client and a hub, and loses answers on their way: the request reaches the hub, the hub's answer is read whole,
 * and then the client's connection is dropped. So the hub has done its part, and the client cannot know.
 */
final class CuttingProxy implements AutoCloseable {
    static {
        // Else each answer waits 40 ms for the other side's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Headers that are about one connection, or that the client makes itself. */
    private static final Set<String> OF_A_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "transfer-encoding",
            "upgrade");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI hub;
    private final Predicate<URI> cut;

    /**
     * A proxy that runs.
     *
     * @param hub the hub's base URL
     * @param cut is asked, for each answer that has come, whether it gets lost
     */
    CuttingProxy(URI hub, Predicate<URI> cut) {
        this.hub = hub;
        this.cut = cut;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::forward);
        server.setExecutor(threads);
        server.start();
    }

    /** Where the hub seems to be. */
    String url() {
        return "http://localhost:" + server.getAddress().getPort() + hub.getPath();
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            headers.keySet().removeIf(CuttingProxy::isOfAConnection);
            Response answer = Http.send(
                    URI.create("http://" + hub.getAuthority()),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            if (cut.test(exchange.getRequestURI())) {
                return;
            }
            answer.headers().forEach((name, value) -> {
                if (!isOfAConnection(name)) {
                    exchange.getResponseHeaders().set(name, value);
                }
            });
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean isOfAConnection(String header) {
        return OF_A_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
