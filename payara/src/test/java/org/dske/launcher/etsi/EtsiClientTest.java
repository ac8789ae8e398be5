package org.dske.launcher.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyReader;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtsiClientTest {
    private static final SaeId SAM = new SaeId("sam");
    private static final SaeId SOFIA = new SaeId("sofia");
    private static final String ONE = "{\"key_ID\":\"1\",\"key\":\"AA==\"}";
    private static final String TWO = "{\"key\":\"AQ==\",\"key_ID\":\"2\"}";

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String encKeys = "";
    private volatile String decKeys = "";
    private volatile String refusal = "";
    private EtsiClient etsi;

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void startBothClients() throws Exception {
        clients("""
                {name: carol, port: %d, encryptors: [sam]},
                {name: connie, port: %d, encryptors: [sofia]}
                """.formatted(start(), start()));
    }

    private void clients(String entries) throws IOException {
        Path topology = Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                hubs: [{name: hank}, {name: helen}]
                clients: [%s]
                """.formatted(entries));
        etsi = new EtsiClient(new TopologyKeyManagement(
                TopologyReader.read(topology),
                new Pki(
                        new PkiDirectory(directory.resolve("pki")),
                        Optional.empty(),
                        Clock.systemUTC(),
                        new SecureRandom())));
    }

    private int start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servers.add(server);
        server.createContext("/", this::answer);
        server.start();
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
        String keys = exchange.getRequestURI().getPath().endsWith("/enc_keys") ? encKeys : decKeys;
        byte[] answer = (refusal.isEmpty() ? "{\"keys\":[" + keys + "]}" : refusal).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refusal.isEmpty() ? 200 : 422, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void oneKeyIsFetchedByGet() {
        decKeys = ONE;

        assertEquals(List.of(new DeliveredKey("1", "AA==")), etsi.keysWithIds(SAM, SOFIA, List.of("1")));

        assertEquals(List.of("GET /client/connie/etsi/api/v1/keys/sam/dec_keys?key_ID=1"), requests);
    }

    @Test
    void aMachineOfTheClientThatTakesNoConnectionIsPassedOver() throws Exception {
        int dead = start();
        int alive = start();
        servers.get(servers.size() - 2).stop(0);
        clients("{name: connie, encryptors: [sofia], instances: [{name: a, port: %d}, {name: b, port: %d}]}"
                .formatted(dead, alive));
        decKeys = ONE;

        assertEquals(1, etsi.keysWithIds(SAM, SOFIA, List.of("1")).size());

        servers.getLast().stop(0);
        String message =
                String.valueOf(assertThrows(LauncherException.class, () -> etsi.keysWithIds(SAM, SOFIA, List.of("1")))
                        .getMessage());
        assertTrue(message.startsWith("client connie/a does not answer at http://localhost:" + dead), message);
        assertTrue(message.contains("; client connie/b does not answer at "), message);
    }

    @Test
    void severalKeysAreFetchedByOnePost() {
        decKeys = ONE + "," + TWO;

        assertEquals(2, etsi.keysWithIds(SAM, SOFIA, List.of("1", "2")).size());

        assertEquals(
                List.of("POST /client/connie/etsi/api/v1/keys/sam/dec_keys"
                        + " {\"key_IDs\":[{\"key_ID\":\"1\"},{\"key_ID\":\"2\"}]}"),
                requests);
    }

    @Test
    void pairsTakeOneRequestAnEndWhateverTheOrderOfTheAnswers() {
        encKeys = ONE + "," + TWO;
        decKeys = TWO + "," + ONE;

        List<KeyPair> pairs = etsi.keyPair(SAM, SOFIA, OptionalInt.empty(), OptionalInt.of(2));

        assertEquals(
                List.of("1", "2"),
                pairs.stream().map(pair -> pair.master().id()).toList());
        assertTrue(pairs.stream().allMatch(KeyPair::matches));
        assertEquals(2, requests.size());
    }

    @Test
    void keysThatDifferDoNotMatch() {
        encKeys = ONE;
        decKeys = ONE.replace("AA==", "AQ==");

        List<KeyPair> pairs = etsi.keyPair(SAM, SOFIA, OptionalInt.empty(), OptionalInt.empty());

        assertFalse(pairs.get(0).matches());
    }

    @Test
    void whatSomebodyElsesServerSaysOfARefusalIsShownAsText() {
        refusal = "<p>no\n  such thing</p>";
        assertEquals("client carol answers 422: <p>no such thing</p>", refused());

        refusal = "{\"detail\": \"missing\"}";
        assertEquals("client carol answers 422: {\"detail\": \"missing\"}", refused());

        refusal = "{\"message\": \"SAE is unknown\"}";
        assertEquals("client carol answers 422: SAE is unknown", refused());
    }

    private String refused() {
        return String.valueOf(assertThrows(LauncherException.class, () -> etsi.status(SAM, SOFIA))
                .getMessage());
    }

    @Test
    void aKeyThatDoesNotComeIsAFailure() {
        encKeys = ONE + "," + TWO;
        decKeys = ONE + "," + ONE;

        LauncherException failure = assertThrows(
                LauncherException.class, () -> etsi.keyPair(SAM, SOFIA, OptionalInt.empty(), OptionalInt.of(2)));

        assertEquals("the key 2 was asked for, and did not come", failure.getMessage());
    }
}
