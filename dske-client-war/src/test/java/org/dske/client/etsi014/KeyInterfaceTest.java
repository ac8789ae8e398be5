package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.relay.KeyRequest;
import org.dske.client.testing.FakeHub;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ETSI GS QKD 014 as an encryptor sees it, good input and bad. */
class KeyInterfaceTest {
    private static final String KEYS = "/etsi/api/v1/keys/";
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static void requireError(TestClient.Answer answer, int status, String message) {
        assertEquals(status, answer.status(), answer::toString);
        assertTrue(
                answer.response()
                        .headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("application/json"),
                answer::toString);
        assertTrue(answer.message().contains(message), answer::message);
        if (status == 400) {
            assertEquals(Set.of("message"), answer.json().keySet());
        }
    }

    @Test
    void aContainerIsCompactJsonInTheFormOfTheStandard() {
        TestClient.Answer answer = network.carol.keys("sam", "sofia/enc_keys?size=128");
        String body = answer.response().body();
        String id = "\"key_ID\":\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"";
        String key = "\"key\":\"[A-Za-z0-9+/]{22}==\"";
        assertTrue(body.matches("\\{\"keys\":\\[\\{(" + id + "," + key + "|" + key + "," + id + ")}]}"), body);
    }

    @Test
    void unknownParametersAreIgnored() {
        assertEquals(
                200,
                network.carol
                        .keys("sam", "sofia/enc_keys?key_size=64&key_type=1&sae_id=x")
                        .status());
    }

    @Test
    void aKeyIsDeliveredOnce() {
        TestClient.Answer master = network.carol.keys("sam", "sofia/enc_keys");
        String path = "sam/dec_keys?key_ID=" + master.keyId();
        assertEquals(200, network.connie.keys("sofia", path).status());
        requireError(network.connie.keys("sofia", path), 400, "one or more keys specified are not found on KME");
    }

    @Test
    void aKeyThatNobodyMadeIsNotFound() {
        requireError(
                network.connie.keys("sofia", "sam/dec_keys?key_ID=" + UUID.randomUUID()),
                400,
                "one or more keys specified are not found on KME");
    }

    @Test
    void aKeyForAnotherSlaveIsNotForTheCaller() {
        TestClient.Answer master = network.connie.keys("sofia", "sam/enc_keys");
        requireError(
                network.carol.keys("serena", "sofia/dec_keys?key_ID=" + master.keyId()), 401, "SAE is not authorised");
        assertEquals(
                master.key(),
                network.carol
                        .keys("sam", "sofia/dec_keys?key_ID=" + master.keyId())
                        .key());
    }

    @Test
    void aKeyOfAnotherMasterIsNotForTheCaller() {
        TestClient.Answer master = network.carol.keys("sam", "sofia/enc_keys");
        requireError(
                network.connie.keys("sofia", "serena/dec_keys?key_ID=" + master.keyId()), 401, "SAE is not authorised");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=0|size",
                "size=-8|size",
                "size=129|size shall be a multiple of 8",
                "size=120|size",
                "size=16392|size",
                "size=99999999999999999999999999|size",
                "size=4294967424|size",
                "size=abc|'abc'",
                "size=1e3|size",
                "size=%2B128|size",
                "size=|size",
                "size=128.0|size",
                "size=16392|16384",
                "size=16392|'16392'",
                "number=0|number",
                "number=-1|number",
                "number=129|128",
                "number=129|'129'",
                "number=two|number",
                "number=|number"
            })
    void aParameterThatIsNotAllowedIsNamedWithItsValueAndItsLimit(String query, String named) {
        requireError(network.carol.keys("sam", "sofia/enc_keys?" + query), 400, named);
    }

    @Test
    void aHugeParameterIsNotEchoedWhole() {
        TestClient.Answer answer = network.carol.keys("sam", "sofia/enc_keys?size=" + "9".repeat(3_000));
        requireError(answer, 400, "size");
        assertTrue(answer.message().length() < 200, answer::message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?key_ID=",
                "?key_ID=abc",
                "?key_ID=1-2-3-4-5",
                "?key_ID=%20",
                "?key_id=00000000-0000-0000-0000-000000000000"
            })
    void aKeyIdThatIsNoUuidIsRefused(String query) {
        requireError(network.connie.keys("sofia", "sam/dec_keys" + query), 400, "key_ID");
    }

    @Test
    void aClientWithOneEncryptorKnowsWhoCalls() {
        TestClient.Answer master = network.carol.keys("sam", "sofia/enc_keys");
        assertEquals(
                master.key(),
                network.connie
                        .call("GET", KEYS + "sam/dec_keys?key_ID=" + master.keyId())
                        .key());
    }

    @Test
    void aClientWithSeveralEncryptorsMustBeToldWhoCalls() {
        requireError(network.carol.call("GET", KEYS + "sofia/enc_keys"), 400, "Missing Authorization header");
        requireError(network.carol.keys(" ", "sofia/enc_keys"), 400, "Missing Authorization header");
    }

    @Test
    void whoIsNoEncryptorOfThisClientIsNotAuthorised() {
        requireError(network.carol.keys("sofia", "sam/enc_keys"), 401, "SAE is not authorised");
        requireError(network.carol.keys("SAM", "sofia/status"), 401, "SAE is not authorised");
        requireError(
                network.connie.keys("sam", "sofia/dec_keys?key_ID=" + UUID.randomUUID()), 401, "SAE is not authorised");
        requireError(network.carol.keys("x".repeat(300), "sofia/status"), 401, "SAE is not authorised");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enc_keys", "status", "dec_keys?key_ID=00000000-0000-0000-0000-000000000000"})
    void anEncryptorHasNoKeyWithItself(String method) {
        requireError(network.carol.keys("sam", "sam/" + method), 400, "itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enc_keys", "status", "dec_keys?key_ID=00000000-0000-0000-0000-000000000000"})
    void anSaeIdThatIsBlankOrTooLongIsRefused(String method) {
        requireError(network.carol.keys("sam", "%20/" + method), 400, "SAE ID");
        requireError(network.carol.keys("sam", "x".repeat(256) + "/" + method), 400, "SAE ID");
        requireError(network.carol.keys("sam", "a%07b/" + method), 400, "SAE ID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zoë", "a b", "a+b", "a&b=c", "100%", "{sae}", "ключ", "a;b", "a?b#c", "\"q\"", "a:b@c", "~x"})
    void anSaeIdMayHaveAnyCharacters(String sae) {
        String encoded = URLEncoder.encode(sae, StandardCharsets.UTF_8).replace("+", "%20");
        requireServed(sae, encoded);
    }

    /** The test's own server takes no encoded slash in a path, so this starts behind it. */
    @Test
    void anSaeIdMayHaveASlashOnItsWayToTheHubs() {
        SaeId sae = new SaeId("a/b");
        try (TestClient client = new TestClient("cindy", "a/b", network.fakes, Map.of())) {
            TestNetwork.await("ready", () -> client.hubs.all().stream().allMatch(hub -> hub.isReady()));
            assertEquals(new NodeName("cindy"), network.connie.directory.find(sae));
            UserKey there = network.connie
                    .relay
                    .establish(KeyRequest.of(new SaeId("sofia"), sae, 1, 32))
                    .get(0);
            assertEquals(
                    there.value(),
                    client.relay
                            .fetch(List.of(there.id()), new SaeId("sofia"), sae)
                            .get(0)
                            .value());
        }
    }

    private static void requireServed(String sae, String encoded) {
        List<FakeHub> fakes = network.fakes;
        // The one encryptor of its client: it need not name itself.
        try (TestClient client = new TestClient("cindy", sae, fakes, Map.of())) {
            TestNetwork.await("ready", () -> client.hubs.all().stream().allMatch(hub -> hub.isReady()));
            JsonObject status =
                    network.connie.keys("sofia", encoded + "/status").json();
            assertEquals(sae, status.getString("slave_SAE_ID"));
            assertEquals("cindy", status.getString("target_KME_ID"));
            TestClient.Answer there = network.connie.keys("sofia", encoded + "/enc_keys");
            assertEquals(
                    there.key(),
                    client.call("GET", KEYS + "sofia/dec_keys?key_ID=" + there.keyId())
                            .key());
            TestClient.Answer back = client.call("GET", KEYS + "sofia/enc_keys");
            assertEquals(
                    back.key(),
                    network.connie
                            .keys("sofia", encoded + "/dec_keys?key_ID=" + back.keyId())
                            .key());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH"})
    void anotherMethodIsNotAllowed(String method) {
        for (String path : List.of("sofia/enc_keys", "sofia/dec_keys", "sofia/status")) {
            TestClient.Answer answer = network.carol.call(method, KEYS + path, "Authorization", "sam");
            requireError(answer, 405, "method");
            assertTrue(
                    answer.response().headers().firstValue("Allow").orElse("").contains("GET"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etsi",
                "/etsi/api/v1/keys/",
                "/etsi/api/v1/keys/sofia",
                "/etsi/api/v1/keys/sofia/enc_key",
                "/etsi/api/v1/keys/sofia/status/x",
                "/etsi/api/v2/keys/sofia/status",
                "/mgmt/v1/nothing"
            })
    void aPathThatIsNotThereIsNotFound(String path) {
        requireError(network.carol.call("GET", path, "Authorization", "sam"), 404, "nothing at this path");
    }

    @Test
    void anAnswerInAnotherFormIsNotAcceptable() {
        requireError(
                network.carol.call("GET", KEYS + "sofia/status", "Authorization", "sam", "Accept", "text/html"),
                406,
                "application/json");
    }

    @Test
    void theStatusHasElevenTrueMembers() {
        JsonObject status = network.carol.keys("sam", "sofia/status").json();
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
        int stored = status.getInt("stored_key_count");
        assertTrue(stored > 10_000 && stored <= status.getInt("max_key_count"), status::toString);
        assertTrue(status.getInt("min_key_size") <= 256 && 256 <= status.getInt("max_key_size"));
        assertTrue(status.getInt("max_key_per_request") >= 1);
        assertTrue(status.values().stream().allMatch(value -> switch (value.getValueType()) {
            case STRING -> true;
            case NUMBER -> ((jakarta.json.JsonNumber) value).isIntegral();
            default -> false;
        }));
    }

    @Test
    void theTargetIsAskedOfTheHubsAndRemembered() {
        network.fakes.forEach(hub -> hub.elsewhere = Map.of("stefan", "curtis"));
        assertEquals("curtis", network.carol.keys("sam", "stefan/status").json().getString("target_KME_ID"));
        TestNetwork.await(
                "all are asked", () -> network.fakes.stream().allMatch(hub -> hub.count("GET encryptors/stefan") == 1));
        assertEquals("curtis", network.carol.keys("sam", "stefan/status").json().getString("target_KME_ID"));
        assertTrue(network.fakes.stream().allMatch(hub -> hub.count("GET encryptors/stefan") == 1));
        network.carol.clock.advance(java.time.Duration.ofMinutes(2));
        network.fakes.forEach(hub -> hub.elsewhere = Map.of("stefan", "celia"));
        assertEquals("celia", network.carol.keys("sam", "stefan/status").json().getString("target_KME_ID"));
    }

    @Test
    void aTargetThatTooFewHubsAgreeOnIsUnknown() {
        String[] clients = {"a", "a", "b", "b", "c"};
        for (int i = 0; i < clients.length; i++) {
            network.fake(i).elsewhere = Map.of("steve", clients[i]);
        }
        assertEquals("", network.carol.keys("sam", "steve/status").json().getString("target_KME_ID"));
    }

    @Test
    void anotherEncryptorOfTheSameClientNeedsNoHub() {
        assertEquals("carol", network.carol.keys("sam", "serena/status").json().getString("target_KME_ID"));
    }

    @Test
    void aSlaveThatNobodyKnowsIsAnError() {
        requireError(network.carol.keys("sam", "nobody/status"), 400, "SAE nobody is not registered with any KME");
    }

    @Test
    void withTooFewHubsTheStatusSaysThatThereAreNoKeys() {
        try (TestNetwork own = new TestNetwork()) {
            own.fakes.subList(0, 3).forEach(FakeHub::stop);
            own.carol.keys("sam", "sofia/status");
            TestNetwork.await(
                    "the client has noticed",
                    () -> own.carol.hubs.all().stream()
                                    .filter(hub ->
                                            "unreachable".equals(hub.state().word()))
                                    .count()
                            == 3);
            TestClient.Answer answer = own.carol.keys("sam", "sofia/status");
            assertEquals(200, answer.status(), answer::toString);
            assertEquals(0, answer.json().getInt("stored_key_count"));
            assertTrue(answer.json().getInt("max_key_count") >= 0);
            own.fake(0).start();
            TestNetwork.await(
                    "keys are there again",
                    () -> own.carol.keys("sam", "sofia/status").json().getInt("stored_key_count") > 0);
        }
    }

    @Test
    void thereAreNoSecretsInWhatAnEncryptorDidNotAskFor() {
        TestClient.Answer master = network.carol.keys("sam", "sofia/enc_keys");
        assertFalse(
                network.carol.call("GET", "/mgmt/v1/status").response().body().contains(master.key()));
    }
}
