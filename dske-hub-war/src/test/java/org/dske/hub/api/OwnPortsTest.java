package org.dske.hub.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.ServerSocket;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.junit.jupiter.api.Test;

/** The out-of-band and the management interface at ports of their own. */
class OwnPortsTest {
    private static final String STATUS = "mgmt/v1/status";
    private static final String PSRD = "dske/oob/v1/psrd?client_name=nobody&pool_owner=client&size=64";
    private static final String IN_BAND = "dske/api/v1/encryptors/sam";

    @Test
    void eachInterfaceIsAtItsPortAlone() throws Exception {
        int oob = freePort();
        int management = freePort();
        try (TestHub hub =
                TestHub.start("oob.port", String.valueOf(oob), "management.port", String.valueOf(management))) {
            int other = hub.base().getPort();
            assertEquals(200, status(hub, management, STATUS));
            assertNothing(hub, other, STATUS);
            assertNothing(hub, oob, STATUS);
            assertNothing(hub, other, "%6dgmt/v1/status");
            assertNothing(hub, other, "mgmt;x/v1/status");
            assertNothing(hub, other, "mgmt/v1/metrics");
            // The hub knows no such client, which it can only say where the interface is.
            assertNotNothing(hub, oob, PSRD);
            assertNothing(hub, other, PSRD);
            assertNothing(hub, management, PSRD);
            assertNotNothing(hub, other, IN_BAND);
            assertNothing(hub, oob, IN_BAND);
            assertNothing(hub, management, IN_BAND);
            for (int port : new int[] {other, oob, management}) {
                assertEquals(200, status(hub, port, "health"));
                assertEquals(200, status(hub, port, "health/live"));
            }
            assertNothing(hub, management, "health/../openapi.yaml");
            assertNothing(hub, management, "health/openapi.yaml");
        }
    }

    @Test
    void bothMayHaveTheSame() throws Exception {
        String port = String.valueOf(freePort());
        int both = Integer.parseInt(port);
        try (TestHub hub = TestHub.start("oob.port", port)) {
            assertEquals(200, status(hub, hub.base().getPort(), STATUS));
            assertNothing(hub, both, STATUS);
            assertNotNothing(hub, both, PSRD);
        }
        try (TestHub hub = TestHub.start("management.port", port)) {
            assertEquals(200, status(hub, both, STATUS));
            assertNothing(hub, both, PSRD);
            assertNotNothing(hub, hub.base().getPort(), PSRD);
        }
    }

    private static void assertNothing(TestHub hub, int port, String path) {
        get(hub, port, path).error(404);
    }

    private static void assertNotNothing(TestHub hub, int port, String path) {
        Response answer = get(hub, port, path);
        assertNotEquals("there is nothing at this path on this port", answer.text());
        assertNotEquals(404, answer.status(), answer::toString);
    }

    private static int status(TestHub hub, int port, String path) {
        return get(hub, port, path).status();
    }

    private static Response get(TestHub hub, int port, String path) {
        return Http.get("http://127.0.0.1:" + port + hub.base().getPath() + "/" + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
