package org.dske.hub.api;

import static org.dske.hub.testing.TestClient.KEY_SHARE;
import static org.dske.hub.testing.TestClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.dske.http.BodyBudget;
import org.dske.hub.testing.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that never end, over hundreds of connections, more than the server has threads. */
class TrickleTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final int CONNECTIONS = 300;

    private final TestHub hub = TestHub.start();
    private final TestClient carol = TestClient.ready(hub, "carol", "sam", "sofia");
    private final TestClient overheard = TestClient.ready(hub, "connie", "serena");
    private final List<Socket> connections = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
        hub.close();
    }

    /** Sends a header, and of the body that it announces a part. */
    private void open(String requestLine, String header, int size, int sent) throws IOException {
        Socket connection = new Socket(hub.base().getHost(), hub.base().getPort());
        connections.add(connection);
        String head = requestLine + " HTTP/1.1\r\nHost: hub\r\n" + header
                + "Content-Type: application/json\r\nContent-Length: " + size + "\r\n\r\n";
        connection.getOutputStream().write((head + " ".repeat(sent)).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"true, 400, 200", "true, 20000, 19999", "false, 400, 200"})
    void aGoodClientIsServedMeanwhileAndNoPoolChanges(boolean inBand, int size, int sent) throws Exception {
        String before = hub.pools();
        String base = hub.base().getPath();
        String requestLine = inBand ? "POST " + base + KEY_SHARE : "PUT " + base + "/dske/oob/v1/registration";
        String header = inBand ? "DSKE-Signature: " + overheard.header(KEY_SHARE, SHARE) + "\r\n" : "";
        for (int i = 0; i < CONNECTIONS; i++) {
            open(requestLine, header, size, sent);
        }
        assertEquals(before, hub.pools());
        awaitAnswers(CONNECTIONS - BodyBudget.AT_A_TIME);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 10; i++) {
                String keyId = UUID.randomUUID().toString();
                carol.posted(keyId, SHARE);
                assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)));
            }
        });
        for (Socket connection : connections) {
            if (connection.getInputStream().available() > 0) {
                String status = answer(connection);
                assertTrue(status.startsWith("HTTP/1.1 408 "), status);
            }
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> overheard.get(UUID.randomUUID().toString()).error(404));
    }

    /** Waits until all have been seen, and those that are too many have given way. */
    private void awaitAnswers(int number) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int answered = 0;
        while (answered < number) {
            assertTrue(System.nanoTime() < deadline, answered + " have given way");
            TimeUnit.MILLISECONDS.sleep(5);
            answered = 0;
            for (Socket connection : connections) {
                answered += connection.getInputStream().available() > 0 ? 1 : 0;
            }
        }
    }

    private static String answer(Socket connection) throws IOException {
        connection.setSoTimeout(20_000);
        return new String(connection.getInputStream().readNBytes(40), StandardCharsets.US_ASCII);
    }
}
