package org.dske.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Requests to nodes, each on a connection of its own; {@link HttpConnection} has the bytes. */
public final class Http {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final byte[] NOTHING = {};

    private Http() {}

    /** Makes a connection to a server. */
    @FunctionalInterface
    public interface Connector {
        /**
         * Connects.
         *
         * @return a connection, over TLS or not, which does not wait for ever
         * @throws IOException if there is none
         */
        Socket connect() throws IOException;
    }

    /**
     * Connects in clear.
     *
     * @param node any URL of the node
     * @return what makes connections
     */
    public static Connector to(URI node) {
        return () -> {
            Socket socket = new Socket(InetAddress.getByName(node.getHost()), node.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket;
        };
    }

    /**
     * Gets something.
     *
     * @param url where it is
     * @param headers names and values, one after the other
     * @return the answer
     */
    public static Response get(String url, String... headers) {
        return send("GET", url, NOTHING, headers);
    }

    /**
     * Sends a request.
     *
     * @param method the method
     * @param url where to
     * @param body the entity, in UTF-8; none if it is empty
     * @param headers names and values, one after the other
     * @return the answer
     */
    public static Response send(String method, String url, String body, String... headers) {
        return send(method, url, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /**
     * Sends a request.
     *
     * @param method the method
     * @param url where to
     * @param body the entity; none if it is empty
     * @param headers names and values, one after the other
     * @return the answer
     */
    public static Response send(String method, String url, byte[] body, String... headers) {
        return send(to(URI.create(url)), method, url, body, headers);
    }

    /**
     * Sends a request over a connection of the sender's own kind.
     *
     * @param connector makes the connection
     * @param method the method
     * @param url where to
     * @param body the entity; none if it is empty
     * @param headers names and values, one after the other
     * @return the answer
     */
    public static Response send(Connector connector, String method, String url, byte[] body, String... headers) {
        URI uri = URI.create(url);
        String target = Optional.ofNullable(uri.getRawQuery())
                .map(query -> uri.getRawPath() + "?" + query)
                .orElse(uri.getRawPath());
        String[] closing = new String[headers.length + 2];
        System.arraycopy(headers, 0, closing, 2, headers.length);
        closing[0] = "Connection";
        closing[1] = "close";
        return over(connector, uri.getAuthority(), connection -> connection.send(method, target, body, closing));
    }

    /**
     * Sends a request.
     *
     * @param base the node
     * @param method the method
     * @param target path and query below the node's base URL, starting with a slash
     * @param headers the headers but Host, Connection and Content-Length
     * @param body the entity, empty for none
     * @return the answer
     */
    public static Response send(URI base, String method, String target, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new TreeMap<>(headers);
        if (body.length > 0) {
            all.put("Content-Length", Integer.toString(body.length));
        }
        return send(base, method, target, all, stream -> stream.write(body));
    }

    /**
     * Sends a request whose entity a writer writes, and whose headers say how long it is.
     *
     * @param base the node
     * @param method the method
     * @param target path and query below the node's base URL, starting with a slash
     * @param headers the headers but Host and Connection
     * @param body writes the entity
     * @return the answer
     */
    public static Response send(
            URI base, String method, String target, Map<String, String> headers, HttpConnection.Writer body) {
        StringBuilder lines = new StringBuilder("Connection: close\r\n");
        headers.forEach((name, value) -> lines.append(HttpConnection.line(name, value)));
        return over(
                to(base),
                base.getAuthority(),
                connection -> connection.send(method, base.getRawPath() + target, lines.toString(), body));
    }

    /**
     * Sends exact bytes, whatever they are, and reads one answer.
     *
     * @param base the node
     * @param request the whole request
     * @return the answer
     */
    public static Response exchange(URI base, HttpConnection.Writer request) {
        return over(to(base), base.getAuthority(), connection -> connection.exchange(request, true));
    }

    /** One exchange. */
    private interface Exchange {
        Response over(HttpConnection connection) throws IOException;
    }

    private static Response over(Connector connector, String authority, Exchange exchange) {
        try (HttpConnection connection = new HttpConnection(connector.connect(), authority)) {
            return exchange.over(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(authority + ": " + e.getMessage(), e);
        }
    }
}
