package org.dske.launcher.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.LauncherException;

/**
 * Serves the console's page, and what it shows, to browsers on this machine alone. Who looks shows the console's code, unless all nodes are in a
 * laboratory. A page of another site that a browser has open can neither read anything here nor have anything done.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConsoleServer.class.getName());
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String HTML = "text/html;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final String STYLE = "text/css;charset=utf-8";
    private static final String JSON = "application/json";
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final int LARGEST_BODY = 1 << 12;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int CONFLICT = 409;

    /** A file of the page: its resource and its media type. Those of nodes' pages are in the same colours. */
    private record PageFile(String resource, String type) {}

    private static final Map<String, PageFile> FILES = Map.of(
            "/", new PageFile("org/dske/launcher/console/console.html", HTML),
            "/console.js", new PageFile("org/dske/launcher/console/console.js", SCRIPT),
            "/console.css", new PageFile("org/dske/launcher/console/console.css", STYLE),
            "/elements.js", new PageFile("org/dske/page/elements.js", SCRIPT),
            "/page.css", new PageFile("org/dske/page/page.css", STYLE),
            "/icon.svg", new PageFile("org/dske/page/icon.svg", "image/svg+xml;charset=utf-8"));

    private final NetworkConsole console;
    private final Optional<String> code;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A request that is refused, with a sentence. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /**
     * Begins to serve.
     *
     * @param port at the loopback interface; 0 for one that is free
     * @param code what those who look have to show; empty if nothing
     * @throws LauncherException if the port is taken
     */
    public ConsoleServer(NetworkConsole console, int port, Optional<String> code) {
        this.console = console;
        this.code = code;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new LauncherException("port " + port + " is taken: give the console another one (--port)");
        } catch (IOException e) {
            throw new LauncherException(
                    "the console cannot listen at port " + port + ": " + LauncherException.reason(e));
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Where the console is. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Content-Security-Policy", CONTENT_POLICY);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            try {
                requireOwnHost(exchange);
                dispatch(exchange);
            } catch (Refused e) {
                send(exchange, e.status, JSON, error(e));
            } catch (LauncherException e) {
                send(exchange, CONFLICT, JSON, error(e));
            }
        } catch (IOException e) {
            // Who has asked is gone.
            LOG.log(Level.FINE, "a browser has gone", e);
        }
    }

    private void dispatch(HttpExchange exchange) throws IOException, Refused {
        String path = exchange.getRequestURI().getRawPath();
        PageFile file = FILES.get(path);
        if (file != null) {
            requireMethod(exchange, "GET");
            send(exchange, OK, file.type(), read(file.resource()));
            return;
        }
        switch (path) {
            case "/events" -> {
                requireMethod(exchange, "GET");
                requireCode(exchange);
                stream(exchange);
            }
            case "/try" -> {
                JsonObject body = body(exchange);
                send(exchange, OK, JSON, bytes(console.tryOut(sae(body, "master"), sae(body, "slave"))));
            }
            case "/act" -> {
                JsonObject body = body(exchange);
                console.act(body.getString("node", ""), body.getString("act", ""));
                send(exchange, OK, JSON, bytes(JsonObject.EMPTY_JSON_OBJECT));
            }
            default -> throw new Refused(NOT_FOUND, "there is nothing at this path");
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        Feed feed = console.feed();
        long last = feed.begin();
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
            exchange.sendResponseHeaders(OK, 0);
            OutputStream out = exchange.getResponseBody();
            write(out, "event: network\ndata: " + console.toJson() + "\n\n");
            while (true) {
                List<Feed.Message> messages = feed.after(last, KEEP_ALIVE);
                // A comment, so that a browser which is gone shows.
                write(out, messages.isEmpty() ? ":\n\n" : "");
                for (Feed.Message message : messages) {
                    write(out, message.text());
                    last = message.id();
                }
            }
        } finally {
            feed.end();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A name that somebody else's DNS makes lead here is none of ours. */
    private void requireOwnHost(HttpExchange exchange) throws Refused {
        int port = server.getAddress().getPort();
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!List.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port).contains(String.valueOf(host))) {
            throw new Refused(FORBIDDEN, "the console is at localhost alone");
        }
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            throw new Refused(FORBIDDEN, "the console serves its own page alone");
        }
    }

    private static void requireMethod(HttpExchange exchange, String method) throws Refused {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new Refused(METHOD_NOT_ALLOWED, "only " + method + " is possible here");
        }
    }

    private void requireCode(HttpExchange exchange) throws Refused {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean known = code.isEmpty()
                || MessageDigest.isEqual(
                        ("Bearer " + code.get()).getBytes(StandardCharsets.UTF_8),
                        shown.getBytes(StandardCharsets.UTF_8));
        if (!known) {
            throw new Refused(UNAUTHORIZED, "the console is for who has its code");
        }
    }

    /** Of a form of another site a browser asks nobody before it sends it, but then it is no JSON. */
    private JsonObject body(HttpExchange exchange) throws IOException, Refused {
        requireMethod(exchange, "POST");
        requireCode(exchange);
        if (!JSON.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            throw new Refused(BAD_REQUEST, "the body has to be JSON");
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
        return JsonHttp.object(new String(body, StandardCharsets.UTF_8))
                .orElseThrow(() -> new Refused(BAD_REQUEST, "the body is no JSON object"));
    }

    private static SaeId sae(JsonObject body, String member) throws Refused {
        try {
            return new SaeId(body.getString(member, ""));
        } catch (InvalidException | IllegalArgumentException e) {
            throw new Refused(BAD_REQUEST, "'" + member + "' is no SAE ID");
        }
    }

    private static byte[] error(Exception e) {
        return bytes(Json.createObjectBuilder()
                .add("message", String.valueOf(e.getMessage()))
                .build());
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream file = ConsoleServer.class.getClassLoader().getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is not in the launcher");
            }
            return file.readAllBytes();
        }
    }

    @Override
    public void close() {
        console.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
