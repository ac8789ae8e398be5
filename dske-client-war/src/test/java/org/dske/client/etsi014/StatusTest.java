package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Get status (ETSI GS QKD 014, clauses 5.2 and 6.1). */
class StatusTest {
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static JsonObject status(String path) {
        return network.carol.keys("sam", path).json();
    }

    @Test
    void theStatusHasElevenTrueMembers() {
        JsonObject status = status("sofia/status");
        assertEquals(
                Set.of(
                        "source_KME_ID",
                        "target_KME_ID",
                        "master_SAE_ID",
                        "slave_SAE_ID",
                        "key_size",
                        "stored_key_count",
                        "max_key_count",
                        "max_key_per_request",
                        "max_key_size",
                        "min_key_size",
                        "max_SAE_ID_count"),
                status.keySet());
        assertEquals("carol", status.getString("source_KME_ID"));
        assertEquals("connie", status.getString("target_KME_ID"));
        assertEquals("sam", status.getString("master_SAE_ID"));
        assertEquals("sofia", status.getString("slave_SAE_ID"));
        assertEquals(256, status.getInt("key_size"));
        assertEquals(64, status.getInt("min_key_size"));
        assertEquals(16_384, status.getInt("max_key_size"));
        assertEquals(128, status.getInt("max_key_per_request"));
        assertEquals(8, status.getInt("max_SAE_ID_count"));
        int stored = status.getInt("stored_key_count");
        assertTrue(stored > 10_000 && stored <= status.getInt("max_key_count"), status::toString);
        assertTrue(status.values().stream().allMatch(value -> switch (value.getValueType()) {
            case STRING -> true;
            case NUMBER -> ((JsonNumber) value).isIntegral();
            default -> false;
        }));
    }

    @Test
    void theStatusSaysWhatIsConfigured() {
        Map<String, String> settings = Map.of(
                "etsi.key-size", "512",
                "etsi.min-key-size", "64",
                "etsi.max-key-size", "1024",
                "etsi.max-key-per-request", "16",
                "etsi.max-sae-id-count", "0",
                "sharing.allow-short-keys", "true");
        try (TestClient client = new TestClient("cindy", "susan", network.fakes, settings)) {
            JsonObject status = client.keys("susan", "sofia/status").json();
            assertEquals(512, status.getInt("key_size"));
            assertEquals(64, status.getInt("min_key_size"));
            assertEquals(1_024, status.getInt("max_key_size"));
            assertEquals(16, status.getInt("max_key_per_request"));
            assertEquals(0, status.getInt("max_SAE_ID_count"));
        }
    }

    @Test
    void parametersThatItDoesNotKnowAreIgnored() {
        assertEquals("sofia", status("sofia/status?number=x&sae_id=sara").getString("slave_SAE_ID"));
    }

    @Test
    void theTargetIsAskedOfTheHubsAndRemembered() {
        network.fakes.forEach(hub -> hub.elsewhere = Map.of("stefan", "curtis"));
        assertEquals("curtis", status("stefan/status").getString("target_KME_ID"));
        TestNetwork.await(
                "all are asked", () -> network.fakes.stream().allMatch(hub -> hub.count("GET encryptors/stefan") == 1));
        assertEquals("curtis", status("stefan/status").getString("target_KME_ID"));
        assertTrue(network.fakes.stream().allMatch(hub -> hub.count("GET encryptors/stefan") == 1));
        network.carol.clock.advance(Duration.ofMinutes(2));
        network.fakes.forEach(hub -> hub.elsewhere = Map.of("stefan", "celia"));
        assertEquals("celia", status("stefan/status").getString("target_KME_ID"));
    }

    @Test
    void aTargetThatTooFewHubsAgreeOnIsUnknown() {
        String[] clients = {"a", "a", "b", "b", "c"};
        for (int i = 0; i < clients.length; i++) {
            network.fake(i).elsewhere = Map.of("steve", clients[i]);
        }
        assertEquals("", status("steve/status").getString("target_KME_ID"));
    }

    @Test
    void anotherEncryptorOfTheSameClientNeedsNoHub() {
        assertEquals("carol", status("serena/status").getString("target_KME_ID"));
    }

    @Test
    void aSlaveThatNobodyKnowsIsAnError() {
        network.carol.keys("sam", "nobody/status").error(400, "SAE nobody is not registered with any KME");
    }

    @Test
    void withTooFewHubsTheStatusSaysThatThereAreNoKeys() {
        try (TestNetwork own = new TestNetwork()) {
            own.fakes.subList(0, 3).forEach(FakeHub::stop);
            own.carol.keys("sam", "sofia/status");
            TestNetwork.await(
                    "the client has noticed",
                    () -> own.carol.hubs.all().stream()
                                    .filter(hub -> "unreachable"
                                            .equals(hub.registration().wireName()))
                                    .count()
                            == 3);
            Response answer = own.carol.keys("sam", "sofia/status");
            assertEquals(200, answer.status(), answer::toString);
            assertEquals(0, answer.json().getInt("stored_key_count"));
            assertTrue(answer.json().getInt("max_key_count") >= 0);
            own.fake(0).start();
            TestNetwork.await(
                    "keys are there again",
                    () -> own.carol.keys("sam", "sofia/status").json().getInt("stored_key_count") > 0);
        }
    }
}
