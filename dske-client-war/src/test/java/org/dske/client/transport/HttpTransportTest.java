package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.dske.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
    private static final int MAX_BODY = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final LogLines log = new LogLines(HttpTransport.class);
    private final List<String> warnings = log.all();

    @AfterEach
    void stopListening() {
        log.close();
        System.clearProperty(HttpTransport.IDLE_PROPERTY);
    }

    private void start(String seconds) {
        System.setProperty(HttpTransport.IDLE_PROPERTY, seconds);
        new HttpTransport(Optional.empty()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "1200"})
    void whoeverKeepsIdleConnectionsLongerThanHubsDoIsTold(String seconds) {
        start(seconds);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(seconds + " s (" + HttpTransport.IDLE_PROPERTY + ")"), warnings::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "30", "59"})
    void whoeverDropsThemBeforeIsNot(String seconds) {
        start(seconds);
        assertEquals(List.of(), warnings);
    }

    @Test
    void aCallOfItsOwnClosesItsConnectionAndOthersKeepTheirs() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpTransport http = new HttpTransport(Optional.empty())) {
            URI url = URI.create("http://localhost:" + server.getLocalPort());
            HubRequest request = HubRequest.get("psrd", "");
            CompletableFuture<Integer> apart =
                    http.sendApart(url, request, MAX_BODY, LIMIT, reply -> reply.body().length);
            try (Socket connection = answer(server)) {
                assertEquals(2, apart.join());
                assertEquals(-1, connection.getInputStream().read(), "the connection is open");
            }
            CompletableFuture<Integer> kept =
                    http.send(url, request, "", MAX_BODY, LIMIT, reply -> reply.body().length);
            try (Socket connection = answer(server)) {
                assertEquals(2, kept.join());
                connection.setSoTimeout(100);
                assertThrows(
                        SocketTimeoutException.class,
                        () -> connection.getInputStream().read());
            }
        }
    }

    @Test
    void theEndEndsCallsOfTheirOwnToo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpTransport http = new HttpTransport(Optional.empty());
            CompletableFuture<Integer> call = http.sendApart(
                    URI.create("http://localhost:" + server.getLocalPort()),
                    HubRequest.get("psrd", ""),
                    MAX_BODY,
                    Duration.ofMinutes(10),
                    reply -> reply.body().length);
            server.accept();
            http.close();
            assertThrows(
                    CompletionException.class,
                    () -> call.orTimeout(1, TimeUnit.MINUTES).join());
        }
    }

    /** Reads a request, and answers with two bytes. */
    private static Socket answer(ServerSocket server) throws IOException {
        Socket connection = server.accept();
        connection.setSoTimeout((int) LIMIT.toMillis());
        BufferedReader head =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = head.readLine(); !line.isEmpty(); line = head.readLine()) {
            assertFalse(line.isBlank());
        }
        connection
                .getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
        return connection;
    }

    @Test
    void anInterfaceIsBelowItsHubWhetherItsUrlEndsWithASlashOrNot() {
        URI expected = URI.create("http://[::1]:3/hub/hank/dske/oob/v1");
        assertEquals(expected, HttpTransport.url(URI.create("http://[::1]:3/hub/hank"), "dske/oob/v1"));
        assertEquals(expected, HttpTransport.url(URI.create("http://[::1]:3/hub/hank/"), "dske/oob/v1"));
    }

    @Test
    void namesAreEncodedWhollyInPathsAndQueries() {
        assertEquals("a%2Fb%3Bc%20%3F%26%25%2B%C3%A9", HubRequest.encode("a/b;c ?&%+\u00e9"));
    }
}
