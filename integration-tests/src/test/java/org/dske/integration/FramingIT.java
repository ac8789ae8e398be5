package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.dske.testing.Framing;
import org.dske.testing.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What real servers make of requests of which nobody knows where they end, whom they are for or what they ask for: at hubs and clients,
 * over plain HTTP and over mutual TLS, at the paths of nodes and at the standard's own.
 */
@ExtendWith(SharedTlsNetwork.class)
class FramingIT {
    private static final String ENC_KEYS = "etsi/api/v1/keys/sofia/enc_keys";

    private final Http.Connector hub;
    private final Map<String, Http.Connector> clientPorts = new LinkedHashMap<>();

    FramingIT(LaunchedNetwork network) {
        this.hub = Http.to(URI.create(network.node("hank").url("")));
        TlsPeer sam = TlsPeer.of(network, network.certificate("sam"));
        int https = network.node("carol").httpsPort();
        clientPorts.put("plain", Http.to(URI.create(network.node("carol").url(""))));
        clientPorts.put("TLS 1.3", () -> sam.connect(https, "TLSv1.3"));
        clientPorts.put("TLS 1.2", () -> sam.connect(https, "TLSv1.2"));
    }

    @Test
    void aRequestWhoseEndIsNotKnownIsRefusedAndItsConnectionEnds() throws IOException {
        for (String headers : Framing.refused()) {
            for (String line : List.of(
                    "POST /hub/hank/dske/api/v1/key-share",
                    "PUT /hub/hank/dske/oob/v1/registration",
                    "GET /hub/hank/mgmt/v1/status",
                    "DELETE /hub/hank/nothing")) {
                Framing.assertRefused(400, Framing.send(hub, line, "1.1", headers), line + " " + headers);
            }
            for (Map.Entry<String, Http.Connector> port : clientPorts.entrySet()) {
                for (String line : List.of(
                        "POST /client/carol/" + ENC_KEYS,
                        "GET /client/carol/" + ENC_KEYS,
                        "POST /api/v1/keys/sofia/enc_keys",
                        "GET /api/v1/keys/sofia/status")) {
                    String request = port.getKey() + " " + line + " " + headers;
                    Framing.assertRefused(400, Framing.send(port.getValue(), line, "1.1", headers), request);
                }
            }
        }
    }

    @Test
    void nothingIsServedBehindChunks() throws IOException {
        String chunked = "Transfer-Encoding: chunked";
        Framing.assertOne(Framing.sendChunked(hub, "PUT /hub/hank/dske/oob/v1/registration", chunked, ""));
        for (Http.Connector port : clientPorts.values()) {
            Framing.assertOne(Framing.sendChunked(port, "POST /client/carol/" + ENC_KEYS, chunked, ""));
            Framing.assertOne(Framing.sendChunked(port, "POST /api/v1/keys/sofia/enc_keys", chunked, ""));
        }
    }

    /** Grizzly takes the length out of the headers if it comes first. */
    @Test
    void goodChunksWithALengthBesidesAreRefused() throws IOException {
        for (String lengths : List.of(
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "content-length: 5\r\nX: y\r\nTransfer-Encoding: chunked")) {
            assertRefusedChunked(hub, "PUT /hub/hank/dske/oob/v1/registration", lengths);
            for (Http.Connector port : clientPorts.values()) {
                assertRefusedChunked(port, "POST /client/carol/" + ENC_KEYS, lengths);
                assertRefusedChunked(port, "POST /api/v1/keys/sofia/enc_keys", lengths);
            }
        }
    }

    private static void assertRefusedChunked(Http.Connector port, String line, String lengths) throws IOException {
        Framing.assertRefused(400, Framing.sendChunked(port, line, lengths, ""), line + " " + lengths);
    }

    /** A length that comes in another packet than what makes it void. */
    @Test
    void aHeadThatComesByteByByteIsReadAsOne() throws IOException {
        String body = "\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
        String head = "PUT /hub/hank/dske/oob/v1/registration HTTP/1.1\r\nHost: localhost\r\n";
        Framing.assertRefused(
                400,
                Framing.sendSlowly(hub, head + "Content-Length: 5\r\nTransfer-Encoding: chunked" + body),
                "both, byte by byte");
        String closing = head + "Connection: close\r\nTransfer-Encoding: chunked" + body;
        Framing.assertRefused(400, Framing.sendSlowly(hub, closing), "no registration");
        assertTrue(Framing.sendSlowly(hub, closing).contains("client_name"), "the resource has seen it");
    }

    /** The redirect to a node, what a WAR hides, a path that is no path: no application sees them. */
    @Test
    void whatTheServerAnswersByItselfIsLookedAtBefore() throws IOException {
        for (String headers : Framing.refused()) {
            for (String line : List.of("GET /hub/hank", "GET /hub/hank/WEB-INF/web.xml", "GET /hub/%zz", "GET /")) {
                Framing.assertRefused(400, Framing.send(hub, line, "1.1", headers), line + " " + headers);
            }
        }
    }

    @Test
    void chunksAreOfHttp11() throws IOException {
        String chunked = "Host: localhost\r\nTransfer-Encoding: chunked";
        String line = "POST /client/carol/" + ENC_KEYS;
        for (Http.Connector port : clientPorts.values()) {
            Framing.assertRefused(400, Framing.send(port, line, "1.0", chunked), "chunked in HTTP/1.0");
        }
    }

    @Test
    void aPathThatBelongsToNoNodeEndsTheConnectionToo() throws IOException {
        for (String headers : Framing.refused()) {
            String answer = Framing.send(hub, "POST /nothing", "1.1", headers);
            Framing.assertRefused(400, answer, headers);
        }
    }

    @Test
    void anEmptyLineBeforeARequestIsRefused() throws IOException {
        List<String> answers = new ArrayList<>();
        String head = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        answers.add(Framing.sendAll(hub, "\r\nGET /hub/hank/mgmt/v1/status" + head));
        for (Http.Connector port : clientPorts.values()) {
            answers.add(Framing.sendAll(port, "\r\nGET /client/carol/" + ENC_KEYS + head));
            answers.add(Framing.sendAll(port, "\r\nGET /api/v1/keys/sofia/enc_keys" + head));
        }
        answers.forEach(answer -> Framing.assertRefused(400, answer, "an empty line"));
    }

    @Test
    void aPathThatIsWronglyEncodedIsRefused() throws IOException {
        for (String segment : List.of("%c3", "%ff", "%zz", "%", "\u00e9", "a\\b", "a%5cb")) {
            String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            Framing.assertRefused(400, Framing.sendAll(hub, "GET /hub/hank/" + segment + head), segment);
            for (Http.Connector port : clientPorts.values()) {
                Framing.assertRefused(
                        400,
                        Framing.sendAll(port, "GET /client/carol/etsi/api/v1/keys/" + segment + "/status" + head),
                        segment);
            }
        }
    }

    @Test
    void whoExpectsToBeToldIsToldAtOnceThatABodyIsTooLarge() throws IOException {
        for (String line : List.of(
                "PUT /hub/hank/dske/oob/v1/registration",
                "POST /hub/hank/dske/api/v1/key-share",
                "GET /hub/hank/mgmt/v1/status")) {
            Framing.assertTooLarge(Framing.sendExpecting(hub, line, ""), line);
        }
        for (Http.Connector port : clientPorts.values()) {
            for (String line : List.of("POST /client/carol/" + ENC_KEYS, "POST /api/v1/keys/sofia/enc_keys")) {
                Framing.assertTooLarge(Framing.sendExpecting(port, line, ""), line);
            }
        }
    }

    @Test
    void aTraceIsLookedAtBeforeItIsAnswered() throws IOException {
        String headers = "Host: localhost\r\nTransfer-Encoding: gzip, chunked";
        Framing.assertRefused(
                400, Framing.send(hub, "TRACE /hub/hank/mgmt/v1/status", "1.1", headers), "TRACE at a hub");
        for (Http.Connector port : clientPorts.values()) {
            Framing.assertRefused(
                    400, Framing.send(port, "TRACE /client/carol/" + ENC_KEYS, "1.1", headers), "TRACE at a client");
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        for (int size : new int[] {9_000, 100_000}) {
            String large = "Host: localhost\r\nConnection: close\r\nX: " + "x".repeat(size);
            Framing.assertRefused(
                    400, Framing.send(hub, "GET /hub/hank/mgmt/v1/status", "1.1", large), size + " bytes");
        }
    }

    @Test
    void noAnswerTellsTheProduct() throws IOException {
        String closing = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        List<String> answers = new ArrayList<>();
        for (String target : List.of("/hub/hank/mgmt/v1/status", "/hub/hank/nothing", "/nothing", "/hub/hank/%5c")) {
            answers.add(Framing.sendAll(hub, "GET " + target + closing));
        }
        answers.add(Framing.send(hub, "GET /", "1.1", "X: without host"));
        for (Http.Connector port : clientPorts.values()) {
            answers.add(Framing.sendAll(port, "GET /api/v1/keys/sofia/status" + closing));
        }
        for (String answer : answers) {
            assertTrue(answer.startsWith("HTTP/1.1 "), answer);
            String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
            assertFalse(head.contains("\r\nserver:") || head.contains("payara") || head.contains("grizzly"), head);
        }
    }

    @Test
    void anSaeIdIsTheWholeSegmentOnARealServerToo() throws IOException {
        String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        for (String path : List.of("/client/carol/etsi/api/v1/keys/", "/api/v1/keys/")) {
            String answer = Framing.sendAll(
                    Objects.requireNonNull(clientPorts.get("TLS 1.3")), "GET " + path + "sofia;nobody/enc_keys" + head);
            Framing.assertRefused(400, answer, path);
            assertEquals(-1, answer.indexOf("\"keys\""), answer);
        }
    }
}
