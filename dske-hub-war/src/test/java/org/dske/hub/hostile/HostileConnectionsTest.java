package org.dske.hub.hostile;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.body.BodyBudget;
import org.dske.hub.api.TestHub;
import org.dske.hub.testing.HonestPair;
import org.dske.testing.Http;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends nothing, little, half or without end, over hundreds of connections, more than the server has threads. */
class HostileConnectionsTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final int CONNECTIONS = 300;
    private static final int TIMEOUT_SECONDS = 30;

    /** More than any buffer between here and the hub takes, and than the hub may read. */
    private static final int WITHOUT_END = 100_000_000;

    /** All connections of this test come from one address. */
    private final TestHub hub = TestHub.start("http.requests-per-address", "1000");

    private final HonestPair honest = new HonestPair(hub);
    private final FakeClient overheard = FakeClient.ready(hub.base(), "celia", "serena");
    private final List<Socket> connections = new ArrayList<>();
    private final String base = hub.base().getPath();
    private final String before = honest.held("celia");

    @AfterEach
    void stop() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
        hub.close();
    }

    private void assertNothingChanged() {
        assertEquals(before, honest.held("celia"));
        honest.assertNoOtherShares();
        overheard.get(UUID.randomUUID().toString()).error(404);
    }

    private Socket connect() throws IOException {
        Socket connection = Http.to(hub.base()).connect();
        connections.add(connection);
        return connection;
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A request line and headers, in celia's name where that says anything. */
    private String head(String method, String target, String framing) {
        return method + " " + base + target + " HTTP/1.1\r\nHost: hub\r\nDSKE-Signature: "
                + overheard.header(KEY_SHARE, SHARE) + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n";
    }

    /** The status of the answer that a connection brings. */
    private static int status(Socket connection) throws IOException {
        String line = new String(connection.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertTrue(line.startsWith("HTTP/1.1 "), () -> "no answer: " + line);
        return Integer.parseInt(line.substring(9));
    }

    private void assertNoneIsAnswered() throws IOException {
        for (Socket connection : connections) {
            assertEquals(0, connection.getInputStream().available());
        }
    }

    @Test
    void connectionsThatSayNothingHoldNoThread() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            connect();
        }
        honest.isServed();
        assertNoneIsAnswered();
        assertNothingChanged();
        for (Socket connection : connections) {
            write(connection, "GET " + base + "/mgmt/v1/status HTTP/1.1\r\nHost: hub\r\n\r\n");
        }
        for (Socket connection : connections) {
            assertEquals(200, status(connection), "who speaks after all is heard");
        }
    }

    @Test
    void headersThatTrickleHoldNoThread() throws Exception {
        String whole = head("GET", KEY_SHARE, "X: y");
        int first = whole.length() - 10;
        for (int i = 0; i < CONNECTIONS; i++) {
            write(connect(), whole.substring(0, first));
        }
        for (int sent = first; sent < whole.length() - 1; sent++) {
            for (Socket connection : connections) {
                write(connection, whole.substring(sent, sent + 1));
            }
        }
        honest.isServed();
        assertNoneIsAnswered();
        for (Socket connection : connections) {
            write(connection, whole.substring(whole.length() - 1));
        }
        for (Socket connection : connections) {
            assertEquals(401, status(connection), "the signature is that of another message");
        }
        assertNothingChanged();
        honest.isServed();
    }

    @Test
    void headersWithoutEndAreTurnedDown() throws Exception {
        Socket connection = connect();
        write(connection, "GET " + base + "/mgmt/v1/status HTTP/1.1\r\nHost: hub\r\n");
        writeUntilAnswered(connection, "X: " + "y".repeat(1_000) + "\r\n");
        int status = status(connection);
        assertTrue(status >= 400 && status < 500, () -> "status " + status);
        honest.isServed();
        assertNothingChanged();
    }

    @ParameterizedTest
    @CsvSource({"true, 400, 200", "true, 20000, 19999", "false, 400, 200"})
    void ofBodiesThatTrickleTheOldestGiveWay(boolean inBand, int size, int sent) throws Exception {
        String head = inBand ? head("POST", KEY_SHARE, "Content-Length: " + size) : registration(size);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Integer> answers = new ExecutorCompletionService<>(readers);
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket connection = connect();
                write(connection, head + " ".repeat(sent));
                answers.submit(() -> status(connection));
            }
            for (int i = 0; i < CONNECTIONS - BodyBudget.AT_A_TIME; i++) {
                Future<Integer> answer = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                assertNotNull(answer, i + " have given way");
                assertEquals(408, answer.get());
            }
            honest.isServed();
            assertNothingChanged();
            for (Socket connection : connections) {
                connection.close();
            }
        }
        honest.isServed();
    }

    private String registration(int size) {
        return head("PUT", "/dske/oob/v1/registration", "Content-Length: " + size);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatBreaksOffIsNone(boolean chunked) throws Exception {
        Socket connection = connect();
        String body = "{\"client_name\":\"celia\",\"encryptor_names\":[]}";
        write(
                connection,
                chunked
                        ? head("PUT", "/dske/oob/v1/registration", "Transfer-Encoding: chunked")
                                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n"
                        : registration(body.length() + 1) + body);
        connection.shutdownOutput();
        assertEquals("", new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        assertNothingChanged();
        honest.isServed();
    }

    @Test
    void whatIsBehindTheEndOfABodyIsNotOfIt() throws Exception {
        Socket connection = connect();
        byte[] body = utf8(overheard.share(UUID.randomUUID().toString(), 0, SHARE, ""));
        write(
                connection,
                "POST " + base + KEY_SHARE + " HTTP/1.1\r\nHost: hub\r\nDSKE-Signature: "
                        + overheard.header(KEY_SHARE, body) + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + (body.length - 10) + "\r\n\r\n" + new String(body, StandardCharsets.US_ASCII));
        assertEquals(401, status(connection), "it is cut off, and that is not what was signed");
        assertNothingChanged();
        honest.isServed();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /dske/oob/v1/registration, false, 413",
        "PUT, /dske/oob/v1/registration, true, 413",
        "POST, /dske/api/v1/key-share, false, 413",
        "POST, /dske/api/v1/key-share, true, 413",
        "POST, /mgmt/v1/status, false, 413",
        "POST, /nothing, true, 404"
    })
    void aBodyWithoutEndIsTurnedDownAtOnce(String method, String target, boolean chunked, int expected)
            throws Exception {
        Socket connection = connect();
        write(
                connection,
                head(method, target, chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + WITHOUT_END));
        writeUntilAnswered(connection, chunked ? "3e8\r\n" + " ".repeat(1_000) + "\r\n" : " ".repeat(1_000));
        assertEquals(expected, status(connection));
        assertNothingChanged();
        honest.isServed();
    }

    private static void writeUntilAnswered(Socket connection, String piece) throws IOException {
        for (int written = 0; connection.getInputStream().available() == 0; written += piece.length()) {
            assertTrue(written < WITHOUT_END, "it reads all there is");
            try {
                write(connection, piece);
            } catch (IOException e) {
                // It has answered and closed the connection between look and write; the answer is there to be read.
                return;
            }
        }
    }
}
