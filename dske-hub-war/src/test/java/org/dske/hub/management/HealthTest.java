package org.dske.hub.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.dske.hub.api.TestHub;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.RandomPipe;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub says to everybody of whether it is well. */
class HealthTest {
    private static final String UP = "UP";
    private static final String DOWN = "DOWN";

    @TempDir
    private Path directory;

    private static Response ask(TestHub hub, String path) {
        return Http.get(hub.base() + path);
    }

    private static String said(String status, String node, String store, String randomness) {
        return "{\"checks\":[" + check("node", node) + "," + check("store", store) + "," + check("audit", "UP") + ","
                + check("randomness", randomness) + "],\"status\":\"" + status + "\"}";
    }

    private static String check(String name, String status) {
        return "{\"name\":\"" + name + "\",\"status\":\"" + status + "\"}";
    }

    @Test
    void aHubThatIsWellSaysSoToEverybodyAndNothingElse() {
        try (TestHub hub = TestHub.start("laboratory", "false")) {
            assertEquals(401, ask(hub, "/mgmt/v1/status").status());
            for (String path : new String[] {"/health", "/health/ready"}) {
                assertEquals(said(UP, UP, UP, UP), ask(hub, path).ok().toString());
            }
            assertEquals(
                    "{\"checks\":[" + check("node", UP) + "],\"status\":\"UP\"}",
                    ask(hub, "/health/live").ok().toString());
            Response head = Http.send("HEAD", hub.base() + "/health", "");
            assertEquals(200, head.status());
            assertEquals("application/json", head.header("Content-Type"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void itIsThereToBeLookedAt(String method) {
        try (TestHub hub = TestHub.start("laboratory", "false")) {
            Http.send(method, hub.base() + "/health", "").error(405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/started", "/health/live/x", "/healthy", "/health;a=b", "/Health"})
    void belowItThereIsNothingElse(String path) {
        try (TestHub hub = TestHub.start("laboratory", "false")) {
            ask(hub, path).error(404);
        }
    }

    @Test
    void aHubThatWasStoppedSaysSoAndNobodyIsRefused() {
        try (TestHub hub = TestHub.start("store", "sqlite", "store.directory", directory.toString())) {
            assertEquals(
                    200, Http.send("POST", hub.base() + "/mgmt/v1/stop", "").status());
            Await.until(Await.LONG, () -> {
                assertEquals(503, ask(hub, "/health").status());
                assertEquals(
                        said(DOWN, DOWN, DOWN, UP), ask(hub, "/health").json().toString());
            });
            assertEquals(503, ask(hub, "/health/ready").status());
            assertEquals(503, ask(hub, "/health/live").status());
            assertEquals(503, Http.send("HEAD", hub.base() + "/health", "").status());
            assertEquals("this node was stopped", ask(hub, "/openapi.yaml").error(503));
            assertEquals(1, hub.refused(503), "nothing but the last one was a refusal");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aHubWithoutRandomNumbersIsThereAndNotReady() throws Exception {
        try (RandomPipe device = new RandomPipe(directory)) {
            device.write(20_000);
            try (TestHub hub =
                    TestHub.start("random.device", device.path().toString(), "random.device-timeout", "300ms")) {
                assertEquals(200, ask(hub, "/health/ready").status());
                FakeClient carol = new FakeClient(hub.base(), "carol", "sam");
                carol.register();
                carol.getPsrd("hub", "60000").error(503);
                Response ready = ask(hub, "/health/ready");
                assertEquals(503, ready.status());
                assertEquals(said(DOWN, UP, UP, DOWN), ready.json().toString());
                assertEquals(200, ask(hub, "/health/live").status());
            }
        }
    }
}
