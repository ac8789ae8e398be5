package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dske.client.api.TestNetwork;
import org.dske.testing.AuditTrail;
import org.dske.testing.Await;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client's audit log says of keys, and what is delivered if it can say nothing. */
class KeyAuditTest {
    private static final String NO_KEY = "00000000-0000-0000-0000-000000000000";

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private static Path directory;

    private final AuditTrail carols = new AuditTrail(directory, "carol");
    private final AuditTrail connies = new AuditTrail(directory, "connie");

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private TestNetwork network;

    @BeforeEach
    void start() {
        network = new TestNetwork(
                "carol.audit.file",
                carols.file().toString(),
                "connie.audit.file",
                connies.file().toString(),
                "audit.required",
                "true",
                "etsi.max-key-per-request",
                "3");
    }

    @AfterEach
    void stop() throws Exception {
        network.close();
        Files.deleteIfExists(carols.file());
        Files.deleteIfExists(connies.file());
    }

    private static String refused(String rest, int status) {
        return "key-refused {" + rest + ",\"status\":" + status + "}";
    }

    private Response get(String keyId) {
        return network.connie.keys("sofia", "sam/dec_keys?key_ID=" + keyId);
    }

    @Test
    void eachKeyThatIsMadeAndDeliveredHasALineAndNoneOfItsBytes() {
        Map<String, String> keys =
                network.carol.keys("sam", "sofia/enc_keys?number=2&size=128").keys();
        keys.forEach((id, key) -> assertEquals(key, get(id).keys().get(id)));
        List<String> ids = List.copyOf(keys.keySet());
        String made = "\",\"master\":\"sam\",\"slaves\":[\"sofia\"],\"bits\":128,\"sharing\":\"its\"}";
        String sent = "\",\"to\":\"sam\",\"role\":\"master\",\"peers\":[\"sofia\"],\"bits\":128}";
        assertEquals(
                List.of(
                        "key-established {\"key_id\":\"" + ids.get(0) + made,
                        "key-established {\"key_id\":\"" + ids.get(1) + made,
                        "key-delivered {\"key_id\":\"" + ids.get(0) + sent,
                        "key-delivered {\"key_id\":\"" + ids.get(1) + sent),
                carols.lines("key-established", "key-delivered"));
        String got = "\",\"to\":\"sofia\",\"role\":\"slave\",\"peers\":[\"sam\"],\"bits\":128}";
        assertEquals(
                List.of(
                        "key-delivered {\"key_id\":\"" + ids.get(0) + got,
                        "key-delivered {\"key_id\":\"" + ids.get(1) + got),
                connies.lines("key-delivered"));
        for (String key : keys.values()) {
            assertFalse(carols.text().contains(key));
            assertFalse(connies.text().contains(key));
        }
    }

    @Test
    void registrationsWithHubsAndTheirPsrdHaveALine() {
        assertEquals(5, carols.lines("hub-registered").size());
        assertEquals(
                "hub-registered {\"hub\":\"hank\",\"suite\":\"its\"}",
                carols.lines("hub-registered").stream().sorted().findFirst().orElseThrow());
        assertTrue(carols.lines("psrd-received").size() >= 10);
    }

    @Test
    void eachRefusalHasALine() {
        network.carol.keys("sam", "sofia/enc_keys?number=4").error(400);
        network.carol.keys("eve", "sofia/enc_keys").error(401);
        get(NO_KEY).error(400);
        String from = "\"address\":\"127.0.0.1\",\"peer\":";
        Await.until(
                Await.LONG,
                () -> assertEquals(
                        List.of(
                                refused("\"request\":\"enc_keys\",\"by\":\"sam\"," + from + "\"sofia\"", 400),
                                refused("\"request\":\"enc_keys\",\"address\":\"127.0.0.1\"", 401)),
                        carols.lines("key-refused")));
        Await.until(
                Await.LONG,
                () -> assertEquals(
                        List.of(refused(
                                "\"request\":\"dec_keys\",\"by\":\"sofia\"," + from + "\"sam\",\"key_ids\":[\"" + NO_KEY
                                        + "\"]",
                                400)),
                        connies.lines("key-refused")));
    }

    @Test
    void whatCannotBeRecordedIsNotDeliveredAndCanBeHadLater() {
        Map<String, String> keys = network.carol.keys("sam", "sofia/enc_keys").keys();
        String id = keys.keySet().iterator().next();
        connies.breakIt();
        // The first one finds out; the hubs have given their shares for it.
        for (int i = 0; i < 3; i++) {
            assertTrue(get(id).error(503).startsWith("the audit log cannot be written"));
        }
        connies.mend(network.connie.audit);
        assertEquals(keys, get(id).keys());
        get(id).error(400);
        assertEquals(1, connies.lines("key-delivered").size());
        assertEquals(1, connies.lines("audit-resumed").size());
    }

    @Test
    void aMasterWhoseKeyCannotBeRecordedGetsAnotherOneLaterAndItCostsNoPsrd() {
        network.carol.keys("sam", "sofia/enc_keys").keys();
        carols.breakIt();
        network.carol.keys("sam", "sofia/enc_keys").error(503);
        long left = network.carol.hub("hank").bytesLeft();
        long established = network.carol.establisher.established();
        network.carol.keys("sam", "sofia/enc_keys").error(503);
        assertEquals(left, network.carol.hub("hank").bytesLeft());
        assertEquals(established, network.carol.establisher.established());
        assertFalse(network.carol.call("GET", "/health/ready").status() == 200);
        carols.mend(network.carol.audit);
        Map<String, String> keys = network.carol.keys("sam", "sofia/enc_keys").keys();
        keys.forEach((keyId, key) -> assertEquals(key, get(keyId).keys().get(keyId)));
        assertEquals(2, carols.lines("key-delivered").size());
    }

    @Test
    void whatAdministratorsDoHasALine() {
        assertEquals(200, network.carol.call("GET", "/mgmt/v1/status").status());
        network.carol.call("POST", "/mgmt/v1/status").error(405);
        network.carol
                .send("POST", "/mgmt/v1/packages", new byte[] {1}, "Content-Type", "application/octet-stream")
                .error(400);
        network.carol
                .call("GET", "/mgmt/v1/status", "Authorization", "Bearer " + "12".repeat(32))
                .error(401);
        Await.until(
                Await.LONG,
                () -> assertEquals(
                        List.of(
                                "administration {\"administrator\":\"laboratory\",\"address\":\"127.0.0.1\","
                                        + "\"method\":\"POST\",\"resource\":\"mgmt/v1/packages\",\"status\":400}",
                                "administrator-refused {\"address\":\"127.0.0.1\","
                                        + "\"method\":\"GET\",\"resource\":\"mgmt/v1/status\",\"status\":401}"),
                        carols.lines("administration", "administrator-refused")));
        assertFalse(carols.text().contains("12".repeat(32)));
    }
}
