package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SAE IDs are opaque, percent-encoded in paths. */
class SaeIdsInPathsTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {"zoë", "a b", "a+b", "a&b=c", "100%", "{sae}", "ключ", "a;b", "a?b#c", "\"q\"", "a:b@c", "~x"})
    void anSaeIdMayHaveAnyCharacters(String sae) {
        String encoded = URLEncoder.encode(sae, StandardCharsets.UTF_8).replace("+", "%20");
        // The one encryptor of its client: it need not name itself.
        try (TestClient client = new TestClient("cindy", sae, network.fakes, Map.of())) {
            TestNetwork.await("ready", () -> client.hubs.all().stream().allMatch(hub -> hub.isReady()));
            JsonObject status =
                    network.connie.keys("sofia", encoded + "/status").json();
            assertEquals(sae, status.getString("slave_SAE_ID"));
            assertEquals("cindy", status.getString("target_KME_ID"));
            Response there = network.connie.keys("sofia", encoded + "/enc_keys");
            assertEquals(
                    there.key(),
                    client.call("GET", KEYS + "sofia/dec_keys?key_ID=" + there.keyId())
                            .key());
            Response back = client.call("GET", KEYS + "sofia/enc_keys");
            assertEquals(
                    back.key(),
                    network.connie
                            .keys("sofia", encoded + "/dec_keys?key_ID=" + back.keyId())
                            .key());
        }
    }

    /** A semicolon begins nothing: what is behind it is a part of the name, written as it is or percent-encoded. */
    @ParameterizedTest
    @ValueSource(strings = {"x;y", "x;", ";x", "sofia;x", "x;jsessionid=1", "x;a=b;c=d"})
    void anSaeIdIsTheWholeSegment(String sae) {
        try (TestClient client = new TestClient("cindy", sae, network.fakes, Map.of())) {
            TestNetwork.await("ready", () -> client.hubs.all().stream().allMatch(hub -> hub.isReady()));
            for (String written : List.of(sae, sae.replace(";", "%3B"))) {
                JsonObject status =
                        network.carol.keys("sam", written + "/status").json();
                assertEquals(sae, status.getString("slave_SAE_ID"));
                assertEquals("cindy", status.getString("target_KME_ID"));
                Response there = network.carol.keys("sam", written + "/enc_keys");
                assertEquals(
                        there.key(),
                        client.call("GET", KEYS + "sam/dec_keys?key_ID=" + there.keyId())
                                .key());
            }
        }
        network.carol.keys("sam", "sofia;nobody/enc_keys").error(400, "");
    }

    /** Parameters in front of the SAE ID, or behind the method, make another path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etsi;x/api/v1/keys/sofia/enc_keys",
                "/etsi/api/v1/keys;x/sofia/enc_keys",
                "/etsi/api/v1/keys/sofia/enc_keys;x"
            })
    void aSemicolonElsewhereMakesAnotherPath(String path) {
        network.carol.call("GET", path, "Authorization", "sam").error(404, "path");
    }

    /** The test's own server takes no encoded slash in a path, so this starts behind it. */
    @Test
    void anSaeIdMayHaveASlashOnItsWayToTheHubs() {
        SaeId sae = new SaeId("a/b");
        try (TestClient client = new TestClient("cindy", "a/b", network.fakes, Map.of())) {
            TestNetwork.await("ready", () -> client.hubs.all().stream().allMatch(hub -> hub.isReady()));
            assertEquals(new RegisteredClient(new NodeName("cindy"), false), network.connie.directory.find(sae));
            UserKey there =
                    network.connie.establish(new SaeId("sofia"), sae, 1, 32).get(0);
            assertEquals(
                    there.value(),
                    client.retriever
                            .retrieve(List.of(there.id()), new SaeId("sofia"), sae)
                            .get(0)
                            .value());
        }
    }

    /** Too long for a signed query: then the names go into the body of a POST, and the hubs are not asked who has it. */
    @ParameterizedTest
    @ValueSource(ints = {255, 90, 120})
    void anSaeIdMayBeAsLongAsItIsAllowed(int length) {
        String sae = (length == 255 ? "~" : "\u4e09").repeat(length);
        String encoded = URLEncoder.encode(sae, StandardCharsets.UTF_8);
        try (TestClient client = new TestClient("cindy", sae, network.fakes, Map.of())) {
            TestNetwork.await("ready", () -> client.hubs.all().stream().allMatch(hub -> hub.isReady()));
            Response there = network.connie.keys("sofia", encoded + "/enc_keys");
            assertEquals(
                    there.key(),
                    client.call("GET", KEYS + "sofia/dec_keys?key_ID=" + there.keyId())
                            .key());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"enc_keys", "status", "dec_keys?key_ID=00000000-0000-0000-0000-000000000000"})
    void anSaeIdThatIsBlankOrTooLongIsRefused(String method) {
        network.carol.keys("sam", "%20/" + method).error(400, "an SAE ID must not be blank");
        network.carol.keys("sam", "x".repeat(256) + "/" + method).error(400, "an SAE ID has at most 255 characters");
        network.carol.keys("sam", "a%07b/" + method).error(400, "no control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enc_keys", "status", "dec_keys?key_ID=00000000-0000-0000-0000-000000000000"})
    void anEncryptorHasNoKeyWithItself(String method) {
        network.carol.keys("sam", "sam/" + method).error(400, "an SAE cannot share a key with itself");
    }
}
