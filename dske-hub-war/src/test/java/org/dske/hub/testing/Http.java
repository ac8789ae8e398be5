package org.dske.hub.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 by hand: the bytes that a test writes are the bytes on the wire. One connection a request. */
public final class Http {
    private static final int TIMEOUT_MILLIS = 20_000;

    private Http() {}

    /**
     * A response.
     *
     * @param status the status code
     * @param headers by lower-case name
     * @param body the entity
     */
    public record Response(int status, Map<String, String> headers, byte[] body) {
        /** The entity as a JSON object, which it must be and say that it is. */
        public JsonObject json() {
            assertEquals("application/json", headers.get("content-type"), () -> "not JSON: " + this);
            try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
                return reader.readObject();
            }
        }

        /** Asserts that it is an error with the JSON body of all errors, and gives the message. */
        public String error(int expectedStatus) {
            assertEquals(expectedStatus, status, this::toString);
            String message = json().getString("message");
            assertTrue(!message.isBlank() && !message.contains("Exception"), message);
            return message;
        }

        @Override
        public String toString() {
            return status + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Writes the rest of a request. */
    @FunctionalInterface
    public interface Writer {
        /** Writes it; a server may close the connection before it ends. */
        void write(OutputStream stream) throws IOException;
    }

    /**
     * Sends a request.
     *
     * @param base the node
     * @param method the method
     * @param target path and query below the node's base URL, starting with a slash
     * @param headers the headers but Host, Connection and Content-Length
     * @param body the entity, empty for none
     * @return the response
     */
    public static Response send(URI base, String method, String target, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new TreeMap<>(headers);
        if (body.length > 0) {
            all.put("Content-Length", Integer.toString(body.length));
        }
        return send(base, method, target, all, stream -> stream.write(body));
    }

    /** Sends a request whose entity a writer writes, and whose headers say how long it is. */
    public static Response send(URI base, String method, String target, Map<String, String> headers, Writer body) {
        StringBuilder head = new StringBuilder(method + " " + base.getRawPath() + target + " HTTP/1.1\r\n");
        head.append("Host: ").append(base.getAuthority()).append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("\r\n");
        return exchange(base, stream -> {
            stream.write(head.toString().getBytes(StandardCharsets.UTF_8));
            body.write(stream);
        });
    }

    /**
     * Sends exact bytes, whatever they are, and reads one response.
     *
     * @param base the node
     * @param request the whole request
     * @return the response
     */
    public static Response exchange(URI base, Writer request) {
        try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            try {
                request.write(socket.getOutputStream());
            } catch (IOException e) {
                // The server did not want all of it; what it has to say is there to be read.
                return read(socket.getInputStream());
            }
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response read(InputStream stream) throws IOException {
        int status = Integer.parseInt(line(stream).split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(stream); !line.isEmpty(); line = line(stream)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Response(status, headers, body(stream, headers));
    }

    private static byte[] body(InputStream stream, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(stream); size > 0; size = chunk(stream)) {
                body.writeBytes(stream.readNBytes(size));
                line(stream);
            }
            return body.toByteArray();
        }
        String length = headers.get("content-length");
        return length == null ? new byte[0] : stream.readNBytes(Integer.parseInt(length));
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
