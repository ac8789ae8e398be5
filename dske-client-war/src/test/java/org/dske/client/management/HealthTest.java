package org.dske.client.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dske.client.api.TestNetwork;
import org.dske.testing.Await;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.Test;

/** What a client says to everybody of whether it is well. */
class HealthTest {
    private static Response health(TestNetwork network, String path) {
        return network.carol.call("GET", path);
    }

    private static String said(String status, String node, String hubs) {
        return "{\"checks\":[" + check("node", node) + "," + check("store", "UP") + "," + check("audit", "UP")
                + "," + check("randomness", "UP")
                + "," + check("hubs", hubs) + "],\"status\":\"" + status + "\"}";
    }

    private static String check(String name, String status) {
        return "{\"name\":\"" + name + "\",\"status\":\"" + status + "\"}";
    }

    private static void assertSoon(TestNetwork network, int status, String said) {
        Await.until(Await.LONG, () -> {
            Response ready = health(network, "/health/ready");
            assertEquals(said, ready.json().toString());
            assertEquals(status, ready.status());
        });
    }

    @Test
    void aClientIsWellAsLongAsAsManyHubsAsAKeyNeedsDoTheirPart() {
        try (TestNetwork network = new TestNetwork("hub-check", "50ms")) {
            assertSoon(network, 200, said("UP", "UP", "UP"));
            network.fakes.stream().limit(2).forEach(FakeHub::stop);
            Await.until(
                    Await.LONG,
                    () -> assertEquals(
                            3,
                            network.carol.hubs.all().stream()
                                    .filter(hub -> hub.registration().isUp())
                                    .count()));
            assertSoon(network, 200, said("UP", "UP", "UP"));
            network.fakes.get(2).stop();
            assertSoon(network, 503, said("DOWN", "UP", "DOWN"));
            assertEquals(200, health(network, "/health/live").status(), "to start it again does not help");
        }
    }

    @Test
    void aClientThatWasStoppedSaysSo() {
        try (TestNetwork network = new TestNetwork()) {
            assertEquals(200, network.carol.call("POST", "/mgmt/v1/stop").status());
            assertSoon(network, 503, said("DOWN", "DOWN", "DOWN"));
            assertEquals(503, health(network, "/health/live").status());
        }
    }

    @Test
    void overTlsItIsThereAsWell() {
        try (TestNetwork network = new TestNetwork()) {
            network.carol.connection.secure();
            assertEquals(200, health(network, "/health/live").status());
        }
    }
}
