package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.hub.PeerHub;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.RandomPipe;
import org.dske.testing.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Keys are made with the random device that is configured, or not at all. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class RandomDeviceTest {
    @Test
    void whileTheDeviceIsSilentNoKeyIsMadeAndNothingIsHeldOfOne(@TempDir Path directory) throws Exception {
        try (RandomPipe device = new RandomPipe(directory)) {
            device.write(60_000);
            try (TestNetwork network = new TestNetwork();
                    TestClient carla = new TestClient(
                            "carla",
                            "susan",
                            network.fakes,
                            Map.of("random.device", device.path().toString(), "random.device-timeout", "300ms"))) {
                TestNetwork.await(
                        "carla is ready", () -> carla.hubs.all().stream().allMatch(PeerHub::isReady));
                assertEquals(200, carla.keys("susan", "sofia/enc_keys").status());
                Response refusal = carla.keys("susan", "sofia/enc_keys?number=128&size=16384");
                assertEquals(503, refusal.status());
                assertTrue(refusal.message().contains("is silent"), refusal.message());
                assertFalse(Http.get(carla.base() + "/mgmt/v1/status").json().getBoolean("ready"), "it is not ready");
                assertEquals(503, Http.get(carla.base() + "/health").status(), "nor is its health");
                device.write(60_000);
                Await.until(
                        Await.LONG,
                        () -> assertEquals(
                                200, carla.keys("susan", "sofia/enc_keys").status()));
            }
        }
    }
}
