package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Framing;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two readers could take for different ones make no key, and end the connection. */
class FramingTest {
    private static final String KEYS = "/client/carol/etsi/api/v1/keys/";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static TestNetwork network;
    private static Http.Connector connector;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
        connector = Http.to(network.carol.base());
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static long keys() {
        return network.fakes.stream()
                .mapToLong(hub -> hub.count("POST key-share"))
                .sum();
    }

    static List<String> refused() {
        return Framing.refused();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRequestWhoseEndIsNotKnownMakesNoKey(String headers) throws IOException {
        long before = keys();
        for (String method : List.of("POST", "GET", "PUT", "DELETE")) {
            for (String version : headers.startsWith("X:") ? List.of("1.1") : List.of("1.1", "1.0")) {
                String answer = Framing.send(
                        connector, method + " " + KEYS + "sofia/enc_keys", version, headers + "\r\nAuthorization: sam");
                Framing.assertRefused(400, answer, method + " " + version + " " + headers);
            }
        }
        assertEquals(before, keys());
    }

    /** The server may hide the length; the chunks count then, and the connection ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked"
            })
    void nothingIsServedBehindChunks(String lengths) throws IOException {
        Framing.assertOne(
                Framing.sendChunked(connector, "POST " + KEYS + "sofia/enc_keys", lengths, "Authorization: sam\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST sofia/enc_keys",
                "GET sofia/enc_keys",
                "POST sofia/dec_keys",
                "POST sofia/status",
                "PUT none"
            })
    void whoExpectsToBeToldIsToldAtOnceThatABodyIsTooLarge(String request) throws IOException {
        long before = keys();
        String line = request.replace(" ", " " + KEYS);
        for (String header : List.of("Authorization: sam\r\n", "")) {
            Framing.assertTooLarge(Framing.sendExpecting(connector, line, header), line);
        }
        assertEquals(before, keys());
    }

    @Test
    void chunksAreOfHttp11() throws IOException {
        String answer = Framing.send(
                connector,
                "POST " + KEYS + "sofia/enc_keys",
                "1.0",
                "Host: localhost\r\nAuthorization: sam\r\nTransfer-Encoding: chunked");
        Framing.assertRefused(400, answer, "chunked in HTTP/1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "x-unknown", "identity, gzip", ""})
    void aBodyThatIsEncodedIsNotSupported(String coding) {
        Response answer = network.carol.send(
                "POST", "/etsi/api/v1/keys/sofia/enc_keys", BODY, "Authorization", "sam", "Content-Encoding", coding);
        answer.error(415, "Content-Encoding");
    }

    @Test
    void aBodyThatIsNotEncodedMaySaySo() {
        Response answer = network.carol.send(
                "POST",
                "/etsi/api/v1/keys/sofia/enc_keys",
                BODY,
                "Authorization",
                "sam",
                "Content-Encoding",
                "Identity");
        assertEquals(200, answer.status(), answer::toString);
    }

    @Test
    void anEmptyLineBeforeARequestIsSkippedOrRefused() throws IOException {
        String answer = Framing.sendAll(
                connector,
                "\r\nGET " + KEYS
                        + "sofia/status HTTP/1.1\r\nHost: localhost\r\nAuthorization: sam\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 ") || answer.startsWith("HTTP/1.1 400 "), answer);
    }
}
