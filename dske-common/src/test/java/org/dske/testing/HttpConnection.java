package org.dske.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP/1.1 by hand over a connection, in clear or by TLS, whose beginning and end a test decides: the bytes that it writes are the
 * bytes on the wire.
 */
public final class HttpConnection implements AutoCloseable {
    private final Socket socket;
    private final String authority;

    /** Writes the rest of a request. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Writes it; a server may close the connection before it ends.
         *
         * @param stream where to
         * @throws IOException if it does
         */
        void write(OutputStream stream) throws IOException;
    }

    /**
     * A connection that there is already.
     *
     * @param socket the connection
     * @param authority what requests say in {@code Host}
     * @throws IOException if it is broken
     */
    public HttpConnection(Socket socket, String authority) throws IOException {
        // Head and body go out one after the other, and the second would wait until the first has arrived.
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.authority = authority;
    }

    /**
     * Connects.
     *
     * @param node any URL of the node
     * @throws IOException if nobody listens
     */
    public HttpConnection(URI node) throws IOException {
        this(Http.to(node).connect(), node.getAuthority());
    }

    /**
     * Gets something.
     *
     * @param target path and query
     * @param headers names and values, one after the other, but for {@code Host}
     * @return the answer
     * @throws IOException if the connection breaks
     */
    public Response get(String target, String... headers) throws IOException {
        return send("GET", target, new byte[0], headers);
    }

    /**
     * Sends a request and reads the answer.
     *
     * @param method the method
     * @param target path and query
     * @param body the entity, which has a length if it is not empty
     * @param headers names and values, one after the other, but for {@code Host}
     * @return the answer
     * @throws IOException if the connection breaks
     */
    public Response send(String method, String target, byte[] body, String... headers) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            lines.append(line(headers[i], headers[i + 1]));
        }
        if (body.length > 0) {
            lines.append(line("Content-Length", Integer.toString(body.length)));
        }
        return send(method, target, lines.toString(), stream -> stream.write(body));
    }

    /**
     * Sends a request and reads the answer.
     *
     * @param method the method
     * @param target path and query
     * @param headers whole lines, each with its end, but for {@code Host}
     * @param body writes the entity, and the headers say how long it is
     * @return the answer
     * @throws IOException if the connection breaks
     */
    public Response send(String method, String target, String headers, Writer body) throws IOException {
        String head = method + " " + target + " HTTP/1.1\r\n" + line("Host", authority) + headers + "\r\n";
        Writer request = stream -> {
            stream.write(head.getBytes(StandardCharsets.UTF_8));
            body.write(stream);
        };
        return exchange(request, !method.equals("HEAD"));
    }

    /**
     * Sends exact bytes, whatever they are, and reads one answer.
     *
     * @param request the whole request
     * @param entity whether the answer to such a request has an entity
     * @return the answer
     * @throws IOException if the connection breaks
     */
    Response exchange(Writer request, boolean entity) throws IOException {
        long begin = System.nanoTime();
        try {
            request.write(socket.getOutputStream());
        } catch (IOException e) {
            // The server did not want all of it; what it has to say is there to be read.
            return read(begin, entity);
        }
        return read(begin, entity);
    }

    /**
     * Whether the server has closed the connection.
     *
     * @return false if it sends more
     * @throws IOException if it breaks it
     */
    public boolean isAtEnd() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * A line of a head.
     *
     * @param name the header's name
     * @param value its value
     * @return with its end
     */
    static String line(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    private Response read(long begin, boolean entity) throws IOException {
        InputStream stream = socket.getInputStream();
        int status = Integer.parseInt(line(stream).split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(stream); !line.isEmpty(); line = line(stream)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = entity ? body(stream, headers) : new byte[0];
        return new Response(status, headers, body, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static byte[] body(InputStream stream, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(stream); size > 0; size = chunk(stream)) {
                body.writeBytes(stream.readNBytes(size));
                line(stream);
            }
            line(stream);
            return body.toByteArray();
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = stream.readNBytes(length);
        if (body.length < length) {
            throw new IOException("the server closed the connection in an entity");
        }
        return body;
    }

    private static int chunk(InputStream stream) throws IOException {
        return Integer.parseInt(line(stream), 16);
    }

    private static String line(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = stream.read(); octet != '\n'; octet = stream.read()) {
            if (octet < 0) {
                throw new IOException("the server closed the connection after: " + line);
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
