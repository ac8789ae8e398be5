package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Requests of which nobody knows where they end, whom they are for or what they ask for, and what has to become of them: one refusal,
 * nothing of their body taken for a request, and the end of the connection.
 */
public final class Framing {
    private static final String HOST = "Host: localhost";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n\r\n";

    private Framing() {}

    /**
     * The heads that are to be refused with 400.
     *
     * @return lines of headers, with Host, one behind the other
     */
    public static List<String> refused() {
        return Stream.concat(
                        Stream.of(
                                        "Transfer-Encoding: gzip, chunked",
                                        "Transfer-Encoding: chunked, gzip",
                                        "Transfer-Encoding: chunked, chunked",
                                        "Transfer-Encoding: gzip",
                                        "Transfer-Encoding: identity",
                                        "Transfer-Encoding: xchunked",
                                        "Transfer-Encoding: chunked;q=1",
                                        "Transfer-Encoding:",
                                        "Transfer-Encoding: \u000bchunked",
                                        "Transfer-Encoding : chunked",
                                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                                        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                                        "Content-Length: 5\r\nTransfer-Encoding: chunked",
                                        "Transfer-Encoding: chunked\r\nContent-Length: 5",
                                        "Content-Length: 5\r\nContent-Length: 5",
                                        "Content-Length: 5\r\nContent-Length: 6",
                                        "Content-Length: 5, 5",
                                        "Content-Length: +5",
                                        "Content-Length: -5",
                                        "Content-Length: 0x5",
                                        "Content-Length: 5.0",
                                        "Content-Length:",
                                        "Content-Length: 99999999999999999999")
                                .map(framing -> HOST + "\r\n" + framing),
                        Stream.of(HOST + "\r\n" + HOST, HOST + "\r\nHost: other", "X: without host"))
                .toList();
    }

    /**
     * Sends a request for something with a head that is to be refused, and what might pass for another behind it.
     *
     * @param connector makes the connection
     * @param line method and path, such as {@code GET /hub/hank}
     * @param version of HTTP
     * @param headers the head's lines
     * @return the whole answer, until the server has closed the connection
     * @throws IOException if it does not close it, or breaks it without an answer
     */
    public static String send(Http.Connector connector, String line, String version, String headers)
            throws IOException {
        return sendAll(connector, line + " HTTP/" + version + "\r\n" + headers + "\r\n\r\n" + SMUGGLED + SMUGGLED);
    }

    /**
     * Sends a request that has both lengths, a good body by the chunks, and what might pass for another request behind it.
     *
     * @param connector makes the connection
     * @param line method and path
     * @param lengths the two headers, in either order
     * @param headers further lines
     * @return the whole answer, until the server has closed the connection
     * @throws IOException if it does not close it, or breaks it without an answer
     */
    public static String sendChunked(Http.Connector connector, String line, String lengths, String headers)
            throws IOException {
        return sendAll(
                connector,
                line + " HTTP/1.1\r\n" + HOST + "\r\n" + headers + lengths + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + SMUGGLED);
    }

    /**
     * Sends the head of a request whose body is one byte larger than the largest by default, and nothing of the body: who expects to be
     * told whether to go on waits for that.
     *
     * @param connector makes the connection
     * @param line method and path
     * @param headers further lines
     * @return the answer up to the end of its JSON object, without the server's own leave to go on, which Grizzly gives before any
     *     application sees the request
     * @throws IOException if there is none
     */
    public static String sendExpecting(Http.Connector connector, String line, String headers) throws IOException {
        String head = line + " HTTP/1.1\r\n" + HOST + "\r\n" + headers
                + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n";
        StringBuilder answer = new StringBuilder();
        try (Socket socket = connector.connect()) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            int next = socket.getInputStream().read();
            while (next >= 0) {
                answer.append((char) next);
                next = next == '}' ? -1 : socket.getInputStream().read();
            }
        }
        return answer.toString().replaceFirst("(?s)^HTTP/1\\.1 100 .*?\r\n\r\n", "");
    }

    /**
     * Asserts that an answer is the refusal of a body that is too large, and the last of its connection.
     *
     * @param answer the answer
     * @param request for the failure
     */
    public static void assertTooLarge(String answer, String request) {
        assertRefused(413, answer, request);
        assertTrue(
                answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), () -> request + "\n" + answer);
    }

    /**
     * Asserts that there is one answer.
     *
     * @param answer until the server has closed the connection
     */
    public static void assertOne(String answer) {
        assertEquals(1, answer.split("HTTP/1\\.[01] \\d", -1).length - 1, answer);
    }

    /**
     * Sends exact bytes.
     *
     * @param connector makes the connection
     * @param bytes in ISO 8859-1
     * @return the whole answer, until the server has closed the connection
     * @throws IOException if it does not close it, or breaks it without an answer
     */
    public static String sendAll(Http.Connector connector, String bytes) throws IOException {
        try (Socket socket = connector.connect()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Sends exact bytes, each in a packet of its own.
     *
     * @param connector makes the connection
     * @param bytes in ISO 8859-1
     * @return the whole answer, until the server has closed the connection
     * @throws IOException if it does not close it, or breaks it without an answer
     */
    public static String sendSlowly(Http.Connector connector, String bytes) throws IOException {
        try (Socket socket = connector.connect()) {
            socket.setTcpNoDelay(true);
            for (byte each : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(each);
                socket.getOutputStream().flush();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Asserts that an answer is one refusal, with a JSON body or, where the server refuses by itself, with none.
     *
     * @param status such as 400
     * @param answer the whole answer
     * @param request for the failure
     */
    public static void assertRefused(int status, String answer, String request) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), () -> request + "\n" + answer);
        assertOne(answer);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertTrue(
                body.isEmpty() || (body.startsWith("{\"message\":\"") && body.endsWith("\"}")),
                () -> request + "\n" + answer);
    }
}
