package org.dske.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dske.config.Setting;
import org.dske.launcher.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleNetworkTest {
    @ParameterizedTest
    @CsvSource({"3, 2", "5, 3", "33, 17"})
    void moreThanHalfOfTheHubsGiveAKeyBack(int hubs, int needed) {
        Topology topology = new ScaleNetwork(Scale.HUBS, hubs).topology();

        assertEquals(hubs, topology.hubs().size());
        assertEquals(needed, topology.k());
        assertEquals(2, topology.clients().size());
    }

    @Test
    void whereKeysGrowTheirClientsMayHandOutTheLargest() {
        Topology topology = new ScaleNetwork(Scale.SIZES, 1_048_576).topology();

        assertEquals(5, topology.hubs().size());
        assertTrue(topology.clients().stream()
                .allMatch(client -> "1048576".equals(client.settings().get(Setting.ETSI_MAX_KEY_SIZE))));
    }

    @Test
    void hubsMayHaveAllOfTheClients() {
        Topology topology = new ScaleNetwork(Scale.CLIENTS, 1_000).topology();

        assertEquals(2, topology.clients().size());
        assertTrue(topology.hubs().stream()
                .allMatch(hub -> "1000".equals(hub.settings().get(Setting.HUB_MAX_CLIENTS))));
    }
}
