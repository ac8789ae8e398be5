package org.dske.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dske.key.SaeId;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.GivenKeyManagement;
import org.dske.launcher.etsi.GivenKeyManagement.End;
import org.dske.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyWorkTest {
    private static final SaeId SAM = new SaeId("sam");
    private static final SaeId SOFIA = new SaeId("sofia");
    private static final String KEY = "{\"keys\":[{\"key_ID\":\"1\",\"key\":\"AA==\"}]}";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Notes notes = new Notes();
    private volatile int encStatus = 200;
    private volatile int decStatus = 200;
    private volatile String decKeys = KEY;

    @SuppressWarnings("NullAway.Init") // Set before each.
    private HttpServer kme;

    @BeforeEach
    void startKme() throws IOException {
        kme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kme.createContext("/", this::answer);
        kme.start();
    }

    @AfterEach
    void stopKme() {
        kme.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(
                exchange.getRequestURI() + " by " + exchange.getRequestHeaders().getFirst("Authorization"));
        boolean enc = exchange.getRequestURI().getPath().endsWith("/enc_keys");
        byte[] answer = (enc ? KEY : decKeys).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(enc ? encStatus : decStatus, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Optional<Failure> run(int number) {
        URI url = URI.create("http://localhost:" + kme.getAddress().getPort() + "/kme");
        End end = new End(url, Optional.empty(), Optional.empty());
        EtsiClient etsi = new EtsiClient(new GivenKeyManagement(Map.of(SAM, end, SOFIA, end), Clock.systemUTC()));
        new KeyWork(etsi, List.of(SAM, SOFIA), OptionalInt.of(512), number)
                .apply(0)
                .run(Ticker.SYSTEM.nanos(), notes);
        return notes.failures().stream().findFirst();
    }

    @Test
    void aPairIsOneCallAtEachEndOfAnyKme() {
        assertEquals(Optional.empty(), run(1));

        assertEquals(
                List.of(
                        "/kme/api/v1/keys/sofia/enc_keys?size=512&number=1 by sam",
                        "/kme/api/v1/keys/sam/dec_keys?key_ID=1 by sofia"),
                requests);
        assertEquals(Set.of("enc_keys", "dec_keys", "pair"), notes.latencies().keySet());
        assertEquals(1, notes.done());
    }

    @Test
    void whatIsRefusedIsCountedByCallAndStatusAndItsLatencyIsNot() {
        encStatus = 503;
        Failure failure = run(1).orElseThrow();
        assertEquals("enc_keys", failure.call());
        assertEquals("status 503", failure.kind());
        assertEquals(Set.of(), notes.latencies().keySet());
        assertEquals(0, notes.done());
    }

    @Test
    void aRefusalOfTheSlaveCountsForItsCall() {
        decStatus = 400;
        Failure failure = run(1).orElseThrow();
        assertEquals("dec_keys", failure.call());
        assertEquals("status 400", failure.kind());
        assertEquals(Set.of("enc_keys"), notes.latencies().keySet());
    }

    @Test
    void keysThatDifferAndKeysThatAreTooFewAreFailures() {
        assertEquals("wrong number", run(2).orElseThrow().kind());
    }

    @Test
    void keysThatDifferAreFailures() {
        decKeys = KEY.replace("AA==", "AQ==");
        assertEquals("keys differ", run(1).orElseThrow().kind());
    }

    @Test
    void aKmeThatIsNotThereIsAFailureOfEachCall() {
        kme.stop(0);
        Failure failure = run(1).orElseThrow();
        assertEquals("no answer", failure.kind());
        assertTrue(failure.first().startsWith("the KME of sam does not answer"), failure::first);
    }
}
