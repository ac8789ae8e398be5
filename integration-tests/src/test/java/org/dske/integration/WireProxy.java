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
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.WireMessage;

/**
 * Stands between clients and a hub, shows what passes, and loses answers on their way: the request reaches the hub, the hub's answer
 * is read whole, and then the client's connection is dropped. So the hub has done its part, and the client cannot know. It is
 * dropped as well when the hub does not answer.
 */
final class WireProxy implements AutoCloseable {
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

    /** What is told of each message, by many threads. */
    @FunctionalInterface
    interface Wire {
        /** A request has come, and goes to the hub after this. */
        default void request(WireMessage request) {}

        /** The hub has answered; says whether the client gets that. */
        boolean passes(WireMessage request, WireMessage response);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI hub;
    private final Wire wire;

    /**
     * A proxy that runs.
     *
     * @param hub the hub's base URL
     * @param wire is told of what passes
     */
    WireProxy(URI hub, Wire wire) {
        this.hub = hub;
        this.wire = wire;
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
            WireMessage request = read(exchange);
            wire.request(request);
            Response answer = send(hub, request);
            WireMessage response = new WireMessage("HTTP/1.1 " + answer.status(), answer.headers(), answer.body());
            if (!wire.passes(request, response)) {
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

    private static WireMessage read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        headers.keySet().removeIf(WireProxy::isOfAConnection);
        return new WireMessage(
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + " HTTP/1.1",
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    /** Sends a request to a hub, byte for byte as a client sent it. */
    static Response send(URI hub, WireMessage request) {
        return Http.send(
                URI.create("http://" + hub.getAuthority()),
                request.method(),
                request.target(),
                request.headers(),
                request.body());
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
