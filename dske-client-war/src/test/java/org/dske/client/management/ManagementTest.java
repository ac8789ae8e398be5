package org.dske.client.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Base64;
import java.util.Set;
import org.dske.client.api.TestNetwork;
import org.dske.sharing.SharingMode;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What there is to see of a client, and how it is stopped. */
class ManagementTest {
    /** What the first key costs out of the client's pool. */
    private static final int USED = 64 + 32 + TestNetwork.LOOKUP;

    private static JsonObject hub(JsonObject status, String name) {
        return status.getJsonArray("hubs").getValuesAs(JsonObject.class).stream()
                .filter(hub -> hub.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theStatusShowsEveryHubAndPoolAndNoSecret() {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "6400")) {
            network.pair("");
            TestNetwork.await(
                    "all answers are in",
                    () -> network.carol.hubs.all().stream()
                            .allMatch(hub -> hub.poolStatus(false).get(1).used() == 32 + TestNetwork.LOOKUP));
            Response answer = network.carol.call("GET", "/mgmt/v1/status");
            JsonObject status = answer.json();
            assertEquals(
                    Set.of(
                            "name",
                            "type",
                            "ready",
                            "laboratory",
                            "encryptors",
                            "shares",
                            "threshold",
                            "sharing",
                            "security",
                            "hubs",
                            "store",
                            "audit",
                            "randomness",
                            "memory"),
                    status.keySet());
            // What is not known is not there.
            assertEquals(
                    Set.of("core_dumps", "swap", "attach"),
                    status.getJsonObject("memory").keySet());
            assertEquals("carol", status.getString("name"));
            assertEquals("client", status.getString("type"));
            assertTrue(status.getBoolean("ready"));
            assertEquals(
                    "[\"sam\",\"serena\"]", status.getJsonArray("encryptors").toString());
            assertEquals(5, status.getInt("shares"));
            assertEquals(3, status.getInt("threshold"));
            assertEquals("its", status.getString("sharing"));
            JsonObject hank = hub(status, "hank");
            assertEquals("registered", hank.getString("state"));
            assertEquals(network.fake(0).base().toString(), hank.getString("url"));
            assertEquals("its", hank.getString("suite"));
            assertEquals(6_400 - USED, hank.getInt("bytes_left"));
            assertEquals((6_400 - USED) / (64 + 32), hank.getInt("keys_left"));
            JsonObject pool = hank.getJsonArray("pools").getJsonObject(0);
            assertEquals("client", pool.getString("owner"));
            assertEquals(6_400, pool.getInt("size"));
            assertEquals(USED, pool.getInt("used"));
            assertEquals(6_400 - USED, pool.getInt("unused"));
            JsonObject block = pool.getJsonArray("blocks").getJsonObject(0);
            assertEquals(Set.of("uuid", "size", "used", "unused", "origin"), block.keySet());
        }
    }

    /** The modes differ in what they promise: in classic, each of 10 sets passes with 2^-32, and a forgery rests on HMAC. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ITS; {\"forgery_log2\":-111.9,\"forgery_by_body_log2\":{\"0\":-122.0,\"1024\":-121.0,\"65536\":-115.9,"
                        + "\"1048576\":-111.9},\"psrd\":\"laboratory\",\"unconditional\":false,\"wrong_key_log2\":-122.0}",
                "CLASSIC; {\"psrd\":\"laboratory\",\"unconditional\":false,\"wrong_key_log2\":-28.6}"
            })
    void theStatusSaysWhatTheModeInUsePromises(SharingMode mode, String promise) {
        try (TestNetwork network = new TestNetwork(mode)) {
            JsonObject status = network.carol.call("GET", "/mgmt/v1/status").json();
            assertEquals(Json.createReader(new StringReader(promise)).readObject(), status.getJsonObject("security"));
        }
    }

    @Test
    void theFirstTenBytesAreShownOnlyWhenToldTo() {
        try (TestNetwork network = new TestNetwork("management.reveal", "true")) {
            JsonObject block = hub(network.carol.call("GET", "/mgmt/v1/status").json(), "hank")
                    .getJsonArray("pools")
                    .getJsonObject(0)
                    .getJsonArray("blocks")
                    .getJsonObject(0);
            assertEquals(10, Base64.getDecoder().decode(block.getString("first_bytes")).length);
        }
    }

    @Test
    void aHubThatIsAwayIsShownWithTheReason() {
        try (TestNetwork network = new TestNetwork()) {
            network.fake(1).stop();
            assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            TestNetwork.await("it is noticed", () -> {
                JsonObject helen =
                        hub(network.carol.call("GET", "/mgmt/v1/status").json(), "helen");
                return helen.getString("state").equals("unreachable")
                        && helen.getString("reason").equals("connection refused")
                        && helen.getInt("keys_left") == 0
                        && !helen.getBoolean("ready");
            });
            assertFalse(network.carol.call("GET", "/mgmt/v1/status").json().getBoolean("ready"));
        }
    }

    @Test
    void aClientThatIsStoppedTakesLeaveOfEveryHubAndStaysAway() {
        try (TestNetwork network = new TestNetwork()) {
            assertEquals(200, network.carol.call("POST", "/mgmt/v1/stop").status());
            TestNetwork.await("no hub knows it", () -> network.fakes.stream().noneMatch(hub -> hub.knows("carol")));
            assertTrue(network.fakes.stream().allMatch(hub -> hub.knows("connie")));
            Response answer = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(503, answer.status());
            assertEquals("this node was stopped", answer.message());
        }
    }

    @Test
    void aClientThatIsStoppedWhileAHubIsAwayIsStoppedAllTheSame() {
        try (TestNetwork network = new TestNetwork()) {
            network.fake(0).stop();
            network.carol.hubs.close();
            assertTrue(network.fakes.stream().skip(1).noneMatch(hub -> hub.knows("carol")));
            assertTrue(network.carol.hubs.all().stream().allMatch(hub -> hub.bytesLeft() == 0));
        }
    }

    @Test
    void aClientThatIsStoppedWhileItRegistersDoesNotRegisterAgain() {
        try (TestNetwork network = new TestNetwork()) {
            // Each is about to make sure of its registration when the client stops.
            network.fakes.forEach(hub -> hub.fault = call -> call.what().equals("POST key-share")
                    ? org.dske.testing.hub.Fault.DROP
                    : org.dske.testing.hub.Fault.NONE);
            assertEquals(503, network.carol.keys("sam", "sofia/enc_keys").status());
            network.carol.hubs.close();
            network.fakes.forEach(FakeHub::release);
            assertTrue(network.fakes.stream().noneMatch(hub -> hub.knows("carol")));
            for (FakeHub fake : network.fakes) {
                String last = fake.calls.stream()
                        .filter(call -> call.what().endsWith("registration")
                                && (call.query() + new String(call.body(), java.nio.charset.StandardCharsets.UTF_8))
                                        .contains("carol"))
                        .reduce((first, second) -> second)
                        .orElseThrow()
                        .method();
                assertEquals("DELETE", last);
            }
        }
    }
}
