package org.dske.client.etsi014;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import org.dske.client.api.TestNetwork;
import org.dske.client.testing.FakeHub;
import org.junit.jupiter.api.Test;

/**
 * How many keys of the default size there are, in true numbers: a key costs 32 + 32 bytes of the client's pool and 32 of the
 * hub's at each hub, and needs three hubs.
 */
class StoredKeyCountTest {
    private static final int BLOCK = 6_400;

    /** Pools are refilled only when they are empty, so that all of them can be told. */
    private static TestNetwork network(String... more) {
        List<String> properties = new java.util.ArrayList<>(
                List.of("psrd.block-size", String.valueOf(BLOCK), "psrd.refill-below", "1", "hub-check", "50ms"));
        properties.addAll(List.of(more));
        TestNetwork network = new TestNetwork(properties.toArray(new String[0]));
        // Looks sofia up.
        assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
        await("all hubs have answered", () -> network.carol.hubs.all().stream()
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

    @Test
    void asManyKeysAsItSaysCanBeDeliveredWithoutAnotherBlock() {
        try (TestNetwork network = network()) {
            int left = BLOCK - 32 - 32 - TestNetwork.LOOKUP;
            int stored = stored(network);
            assertEquals(left / 64, stored);
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

    @Test
    void largerKeysAreFewer() {
        try (TestNetwork network = network("etsi.key-size", "2560")) {
            int left = BLOCK - (320 + 32) - TestNetwork.LOOKUP;
            assertEquals(left / (320 + 32), stored(network));
        }
    }

    @Test
    void theHubsOwnPoolLimitsItToo() {
        try (TestNetwork network = network()) {
            network.fakes.subList(0, 3).forEach(hub -> hub.waste("carol", 5 * 32));
            // What the hubs have used shows by the next byte that they name.
            assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            await("all hubs have answered", () -> network.fakes.stream()
                    .limit(3)
                    .allMatch(hub -> network.carol.hub(hub.name()).keysLeft(32) == 4));
            assertEquals(4, stored(network));
        }
    }

    @Test
    void theThirdBestHubDecides() {
        try (TestNetwork network = network()) {
            int all = stored(network);
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            await(
                    "it is noticed",
                    () -> network.carol.hub("hank").keysLeft(32) == 0
                            && network.carol.hub("helen").keysLeft(32) == 0);
            assertEquals(all, stored(network));
            network.fake(2).stop();
            await("it is noticed", () -> stored(network) == 0);
            assertTrue(status(network).getInt("max_key_count") > 0);
        }
    }
}
