package org.dske.hub.hostile;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.limit.Caller;
import org.dske.limit.Place;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More requests at a time than one client, or one address, may have under way at a hub. */
class TooBusyTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");

    private final TestHub hub = TestHub.start("http.requests-per-address", "3", "http.requests-per-caller", "1");
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
    private final FakeClient celia = FakeClient.ready(hub.base(), "celia", "serena");
    private final String status = hub.base() + "/mgmt/v1/status";

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aClientHearsItSignedAndNothingHasChangedAndOthersAreServed() {
        String keyId = UUID.randomUUID().toString();
        Place place = hub.underWay.enter(new Caller(Caller.Kind.CLIENT, PeerName.of(new NodeName("carol"))));
        Response refused = carol.post(keyId, 0, SHARE);
        refused.error(429, "1 requests of this client are under way");
        assertEquals("1", refused.header("Retry-After"));
        celia.get(keyId).error(404);
        place.close();
        carol.posted(keyId, SHARE);
    }

    @Test
    void whatARequestHasTakenItGivesBackWhateverBecomesOfIt() {
        for (int i = 0; i < 5; i++) {
            carol.get(UUID.randomUUID().toString()).error(404);
            carol.exchange("POST", KEY_SHARE, "no JSON").error(400);
            carol.exchange("DELETE", KEY_SHARE, "").error(405);
            carol.send("POST", KEY_SHARE, carol.header(KEY_SHARE, SHARE), utf8("{}"))
                    .error(401);
            Http.get(hub.base() + "/nothing").error(404);
            Http.get(status).ok();
        }
        carol.posted(UUID.randomUUID().toString(), SHARE);
    }

    @Test
    void whoOnlyHearsTheNamesOfAClientsBytesTakesNoneOfItsPlaces() throws Exception {
        List<Socket> slow = new ArrayList<>();
        String header = carol.header(KEY_SHARE, SHARE);
        for (int i = 0; i < 2; i++) {
            slow.add(halfABody("POST", KEY_SHARE, "DSKE-Signature: " + header + "\r\n"));
        }
        carol.posted(UUID.randomUUID().toString(), SHARE);
        for (Socket each : slow) {
            each.close();
        }
    }

    @Test
    void anAddressHearsThatThereAreTooManyAndIsServedWhenOneHasEnded() throws Exception {
        List<Socket> slow = new ArrayList<>();
        Await.until(Await.LONG, () -> {
            // One that comes while the hub answers the question below is one too many itself.
            slow.add(halfABody("PUT", "/dske/oob/v1/registration", ""));
            Response refused = Http.get(status);
            refused.error(429, "3 requests of this address are under way");
            assertEquals("1", refused.header("Retry-After"));
            assertEquals("close", refused.header("Connection"));
        });
        slow.getFirst().close();
        Await.until(Await.LONG, () -> Http.get(status).ok());
        for (Socket each : slow) {
            each.close();
        }
    }

    private Socket halfABody(String method, String path, String header) throws Exception {
        Socket connection = Http.to(hub.base()).connect();
        String head = method + " " + hub.base().getPath() + path + " HTTP/1.1\r\nHost: hub\r\n" + header
                + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
        connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return connection;
    }
}
