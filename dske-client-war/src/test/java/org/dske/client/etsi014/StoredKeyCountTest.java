package org.dske.client.etsi014;

import static org.dske.client.api.TestNetwork.await;
import static org.dske.client.api.TestNetwork.shareSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import org.dske.client.api.TestNetwork;
import org.dske.sharing.SharingMode;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many keys of the default size there are, in true numbers: a key costs S + 32 bytes of the client's pool and 32 of the
 * hub's at each hub, S being the size of a share, and needs three hubs.
 */
class StoredKeyCountTest {
    private static final int BLOCK = 6_400;

    /** Pools are refilled only when they are empty, so that all of them can be told. */
    private static TestNetwork network(SharingMode mode, String... more) {
        List<String> properties = new java.util.ArrayList<>(
                List.of("psrd.block-size", String.valueOf(BLOCK), "psrd.refill-below", "1", "hub-check", "50ms"));
        properties.addAll(List.of(more));
        TestNetwork network = new TestNetwork(mode, properties.toArray(new String[0]));
        // Looks sofia up.
        assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
        await(
                "all hubs have answered",
                () -> network.carol.hubs.all().stream()
                        .allMatch(hub -> hub.poolStatus(false).get(1).used() == 32 + TestNetwork.LOOKUP));
        return network;
    }

    private static JsonObject status(TestNetwork network) {
        JsonObject status = network.carol.keys("sam", "sofia/status").json();
        int stored = status.getInt("stored_key_count");
        assertTrue(0 <= stored && stored <= status.getInt("max_key_count"), status::toString);
        return status;
    }

    private static int stored(TestNetwork network) {
        return status(network).getInt("stored_key_count");
    }

    private static long blocks(TestNetwork network) {
        return network.fakes.stream().mapToLong(hub -> hub.count("GET psrd")).sum();
    }

    @ParameterizedTest
    @EnumSource
    void asManyKeysAsItSaysCanBeDeliveredWithoutAnotherBlock(SharingMode mode) {
        try (TestNetwork network = network(mode)) {
            int cost = shareSize(mode, 32) + 32;
            int left = BLOCK - cost - TestNetwork.LOOKUP;
            int stored = stored(network);
            assertEquals(left / cost, stored);
            assertEquals(BLOCK / shareSize(mode, 32), status(network).getInt("max_key_count"));
            long before = blocks(network);
            for (int i = 0; i < stored; i++) {
                assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            }
            assertEquals(before, blocks(network));
            assertEquals(0, stored(network));
            assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            assertTrue(blocks(network) > before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void largerKeysAreFewer(SharingMode mode) {
        try (TestNetwork network = network(mode, "etsi.key-size", "2560")) {
            int cost = shareSize(mode, 320) + 32;
            int left = BLOCK - cost - TestNetwork.LOOKUP;
            assertEquals(left / cost, stored(network));
        }
    }

    @Test
    void theHubsOwnPoolLimitsItToo() {
        try (TestNetwork network = network(SharingMode.ITS)) {
            network.fakes.subList(0, 3).forEach(hub -> hub.waste("carol", 5 * 32));
            // What the hubs have used shows by the next byte that they name.
            assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            await(
                    "all hubs have answered",
                    () -> network.fakes.stream()
                            .limit(3)
                            .allMatch(hub -> network.carol.hub(hub.name()).keysLeft(64) == 4));
            assertEquals(4, stored(network));
        }
    }

    @Test
    void theThirdBestHubDecides() {
        try (TestNetwork network = network(SharingMode.ITS)) {
            int all = stored(network);
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            await(
                    "it is noticed",
                    () -> network.carol.hub("hank").keysLeft(64) == 0
                            && network.carol.hub("helen").keysLeft(64) == 0);
            assertEquals(all, stored(network));
            network.fake(2).stop();
            await("it is noticed", () -> stored(network) == 0);
            assertTrue(status(network).getInt("max_key_count") > 0);
        }
    }
}
