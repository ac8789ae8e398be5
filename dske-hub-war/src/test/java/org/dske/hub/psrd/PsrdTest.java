package org.dske.hub.psrd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.hub.api.TestHub;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.RandomPipe;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PsrdTest {
    private final TestHub hub = TestHub.start("psrd.max-block-size", "2000");
    private final FakeClient carol = new FakeClient(hub.base(), "carol", "sam");

    @BeforeEach
    void register() {
        carol.register();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aBlockForTheClientsPoolHoldsTheSameBytesOnBothSides() {
        JsonObject block = carol.getPsrd("client", "100").json();
        UUID uuid = UUID.fromString(block.getString("block_uuid"));
        Allocation all = new Allocation(List.of(new Fragment(uuid, 0, 100)));
        assertArrayEquals(
                hub.client("carol").clientPool().peek(all, 100, Duration.ZERO).expose(),
                Base64.getDecoder().decode(block.getString("data")));
        assertTrue(hub.client("carol").hubPool().blockUuids().isEmpty());
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whileTheRandomDeviceIsSilentThereIsNoBlock(@TempDir Path directory) throws Exception {
        try (RandomPipe device = new RandomPipe(directory)) {
            device.write(50_000);
            try (TestHub mixing =
                    TestHub.start("random.device", device.path().toString(), "random.device-timeout", "300ms")) {
                FakeClient celia = new FakeClient(mixing.base(), "celia", "serena");
                celia.register();
                assertEquals(200, celia.getPsrd("hub", "1000").status());
                Response refusal = celia.getPsrd("hub", "100000");
                assertEquals(503, refusal.status());
                assertEquals("the random device " + device.path() + " is silent", refusal.message());
                assertEquals(1, mixing.client("celia").hubPool().blockCount());
                JsonObject randomness =
                        Http.get(mixing.base() + "/mgmt/v1/status").json().getJsonObject("randomness");
                assertFalse(randomness.getBoolean("healthy"));
                assertTrue(Http.get(mixing.base() + "/mgmt/v1/metrics").text().contains("dske_random_healthy 0"));
                device.write(50_000);
                Await.until(
                        Await.LONG,
                        () -> assertEquals(200, celia.getPsrd("hub", "1000").status()));
            }
        }
    }

    @Test
    void aBlockForTheHubsPoolHoldsTheSameBytesOnBothSides() {
        JsonObject block = carol.getPsrd("hub", "100").json();
        AllocatedBytes bytes =
                hub.client("carol").hubPool().allocate(Duration.ZERO, 100).get(0);
        assertArrayEquals(bytes.bytes().expose(), Base64.getDecoder().decode(block.getString("data")));
        assertEquals(
                block.getString("block_uuid") + ":0:100", bytes.allocation().toString());
        assertTrue(hub.client("carol").clientPool().blockUuids().isEmpty());
    }

    @Test
    void everyBlockIsADifferentOne() {
        JsonObject one = carol.getPsrd("client", "32").json();
        JsonObject other = carol.getPsrd("client", "32").json();
        assertNotEquals(one.getString("block_uuid"), other.getString("block_uuid"));
        assertNotEquals(one.getString("data"), other.getString("data"));
        assertEquals(4, UUID.fromString(one.getString("block_uuid")).version());
        assertEquals(2, UUID.fromString(one.getString("block_uuid")).variant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2000", "0001"})
    void sizesFromOneToTheMaximumAreDelivered(String size) {
        int bytes = Integer.parseInt(size);
        assertEquals(
                bytes,
                Base64.getDecoder().decode(carol.getPsrd("hub", size).json().getString("data")).length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "2001",
                "",
                "x",
                "1.0",
                "1e3",
                "0x10",
                "%2B5",
                "1.5",
                "2147483648",
                "-2147483648",
                "4294967297",
                "99999999999999999999",
                "%D9%A1"
            })
    void otherSizesAreRefusedAndNoPoolChanges(String size) {
        String before = hub.pools();
        assertTrue(carol.getPsrd("client", size).error(400).contains("size"));
        assertEquals(before, hub.pools());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Client", "CLIENT", "both", "hub%00"})
    void anOwnerIsEitherClientOrHub(String owner) {
        String before = hub.pools();
        assertTrue(carol.getPsrd(owner, "100").error(400).contains("pool_owner"));
        assertEquals(before, hub.pools());
    }

    @Test
    void aClientThatIsNotRegisteredGetsNothing() {
        assertTrue(new FakeClient(hub.base(), "connie")
                .getPsrd("client", "100")
                .error(400)
                .contains("not registered"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?client_name=carol",
                "?client_name=carol&pool_owner=hub",
                "?pool_owner=hub&size=5",
                "?client_name=%20&pool_owner=hub&size=5",
                "?client_name=../x&pool_owner=hub&size=5"
            })
    void missingAndMalformedParametersAreNamed(String query) {
        Http.send(hub.base(), "GET", "/dske/oob/v1/psrd" + query, java.util.Map.of(), new byte[0])
                .error(400);
    }

    @Test
    void theDefaultMaximumIsSixteenMebibytes() {
        try (TestHub standard = TestHub.start()) {
            FakeClient connie = new FakeClient(standard.base(), "connie", "sofia");
            connie.register();
            connie.fetch("hub", 16_777_216);
            connie.getPsrd("hub", "16777217").error(400);
        }
    }
}
