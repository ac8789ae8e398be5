package org.dske.integration;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 by hand, over a connection whose beginning and end the test decides. */
final class RawHttp {
    private final Socket connection;
    private final DataInputStream in;

    RawHttp(Socket connection) throws IOException {
        this.connection = connection;
        this.in = new DataInputStream(connection.getInputStream());
    }

    /** Sends a request without a body, and reads the answer. */
    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    Answer send(String method, String path, String body, String... headers) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (content.length > 0) {
            request.append("Content-Length: ").append(content.length).append("\r\n");
        }
        long begin = System.nanoTime();
        connection.getOutputStream().write((request + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        Map<String, String> answered = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            answered.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] read = new byte[Integer.parseInt(answered.getOrDefault("content-length", "0"))];
        in.readFully(read);
        return new Answer(
                status,
                answered.getOrDefault("content-type", ""),
                new String(read, StandardCharsets.UTF_8),
                Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Whether the server has closed the connection. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = in.read(); character != '\n'; character = in.read()) {
            if (character < 0) {
                throw new EOFException("the connection was closed in the middle of an answer");
            }
            if (character != '\r') {
                line.append((char) character);
            }
        }
        return line.toString();
    }
}
