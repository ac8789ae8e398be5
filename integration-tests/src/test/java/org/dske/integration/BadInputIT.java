package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server has to deal with before a node sees it: a clean error each time, and the next good request works. */
@ExtendWith(SharedNetwork.class)
class BadInputIT {
    private static final int HUGE = 100_000_000;

    private final LaunchedNetwork network;
    private final Node hank;
    private final Node carol;

    BadInputIT(LaunchedNetwork network) {
        this.network = network;
        this.hank = network.node("hank");
        this.carol = network.node("carol");
    }

    @AfterEach
    void theNextGoodRequestWorks() {
        network.nodes().forEach(Node::assertReady);
        network.encryptor("sam").keyPair(network.encryptor("sofia"));
        network.nodes()
                .forEach(node -> assertFalse(
                        node.logTail().contains("OutOfMemory"),
                        () -> node + " had too little memory\n" + node.logTail()));
    }

    @Test
    void aBodyOf100MegabytesIsRefused() {
        assertTooLarge("PUT", hank.url("/dske/oob/v1/registration"));
        assertTooLarge("POST", hank.url("/dske/api/v1/key-share"));
        assertTooLarge("POST", carol.url("/etsi/api/v1/keys/sofia/enc_keys"));
        assertTooLarge("POST", hank.url("/nothing/here"));
        assertTooLarge("POST", hank.url("").replace("hank", "nobody"));
    }

    /** A node may break the connection while it is sent what it will not read: that is no answer, but it is clean. */
    private static void assertTooLarge(String method, String url) {
        try {
            Response answer = Http.send(
                    URI.create(url),
                    method,
                    "",
                    Map.of("Content-Type", "application/json", "Authorization", "sam", "Content-Length", "" + HUGE),
                    BadInputIT::writeZeros);
            assertTrue(answer.status() >= 400 && answer.status() < 500, () -> url + ": " + answer);
            answer.error(answer.status());
        } catch (UncheckedIOException e) {
            assertFalse(e.getCause() instanceof SocketTimeoutException, url + " hung");
        }
    }

    private static void writeZeros(OutputStream stream) throws IOException {
        byte[] zeros = new byte[HUGE / 1_000];
        Arrays.fill(zeros, (byte) '0');
        for (int i = 0; i < 1_000; i++) {
            stream.write(zeros);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /hub/nobody",
        "GET, /hub/nobody/mgmt/v1/status",
        "POST, /client/nobody/etsi/api/v1/keys/a/enc_keys",
        "GET, /",
        "DELETE, /favicon.ico"
    })
    void aPathThatBelongsToNoNodeIsNotFound(String method, String path) {
        Response answer = Http.send(method, "http://localhost:" + hank.port() + path, "");
        assertTrue(answer.status() == 404 || answer.status() == 401, answer::toString);
        answer.error(answer.status());
    }
}
