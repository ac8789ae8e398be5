package org.dske.hub.psrd;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hub says to a client that names used bytes, as a machine does that was restored from a snapshot, and what it settles. */
class RolledBackClientTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
    private final String clientBlock;
    private final String hubBlock;

    RolledBackClientTest() {
        carol.agree("its");
        clientBlock = carol.fetch("client", 1000);
        hubBlock = carol.fetch("hub", 1000);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static String reason(Response response) {
        JsonObject details = response.json().getJsonObject("details");
        return details == null ? "" : details.getString("reason");
    }

    @Test
    void aSigningKeyOfUsedBytesIsRefusedWithThatWordUnsigned() {
        Bytes key = carol.allocate(32);
        String target = "/dske/api/v1/nothing";
        String header = carol.header(key, target, new byte[0]);
        carol.verified(header, carol.send("GET", target, header, new byte[0])).error(404);
        Response again = carol.send("GET", target, header, new byte[0]);
        again.error(401);
        assertNull(again.headers().get("dske-signature"));
        assertEquals("used", reason(again));
    }

    @Test
    void aPadOfUsedBytesIsRefusedWithThatWordSigned() {
        Bytes pad = carol.allocate(SHARE.length);
        String first = carol.share(
                UUID.randomUUID().toString(), "\"share_index\":1", pad.json(), FakeClient.xor(SHARE, pad.value()), "");
        assertEquals(200, carol.exchange("POST", KEY_SHARE, first).status());
        Response again = carol.exchange("POST", KEY_SHARE, first);
        again.error(400);
        assertNotNull(again.headers().get("dske-signature"));
        assertEquals("used", reason(again));
    }

    @Test
    void aBlockThatIsNotThereIsNotCalledUsed() {
        String target = "/dske/api/v1/nothing";
        Response response =
                carol.send("GET", target, UUID.randomUUID() + ":0:32;AAAAAAAAAAAAAAAAAAAAAA==", new byte[0]);
        response.error(401);
        assertNull(response.json().getJsonObject("details").get("reason"));
    }

    @Test
    void marksSaySoThatBothEndsGoOnAtTheHigherOne() {
        carol.exchange("GET", "/dske/api/v1/nothing", "").error(404);
        carol.exchange("GET", "/dske/api/v1/nothing", "").error(404);
        assertEquals(64, hub.client("carol").clientPool().marks().get(UUID.fromString(clientBlock)));

        Response settled = registered("{\"" + clientBlock + "\":10,\"" + hubBlock + "\":500}");
        JsonObject marks = settled.json().getJsonObject("marks");
        assertEquals(
                Map.of(clientBlock, 64, hubBlock, 500),
                Map.of(clientBlock, marks.getInt(clientBlock), hubBlock, marks.getInt(hubBlock)));
        assertEquals(500, hub.client("carol").hubPool().remaining());
        // The hub goes on behind the client's mark.
        carol.exchange("GET", "/dske/api/v1/nothing", "").error(404);
        assertEquals(532, hub.client("carol").hubPool().marks().get(UUID.fromString(hubBlock)));

        registered("{\"" + clientBlock + "\":800}");
        assertEquals(200, hub.client("carol").clientPool().remaining());
    }

    @Test
    void marksThatAreNoneAreRefusedAndChangeNothing() {
        String before = hub.pools();
        for (String marks : new String[] {
            "{\"" + clientBlock + "\":-1}",
            "{\"" + clientBlock + "\":null}",
            "{\"x\":1}",
            "[1]",
            "{\"" + clientBlock + "\":1.5}"
        }) {
            register(marks).error(400);
            assertEquals(before, hub.pools(), marks);
        }
        assertEquals(200, register("{\"" + UUID.randomUUID() + "\":5}").status());
        assertEquals(before, hub.pools());
    }

    @Test
    void whoSendsNoMarksGetsNone() {
        assertNull(carol.register(",\"suites\":[\"its\"],\"known_blocks\":[\"" + clientBlock + "\"]")
                .json()
                .get("marks"));
    }

    @Test
    void whatLostMessagesLeftIsErasedWithoutAnyMessage() {
        carol.allocate(100);
        carol.exchange("GET", "/dske/api/v1/nothing", "").error(404);
        assertEquals(32, hub.used("carol", PoolOwner.CLIENT));
        hub.clock.advance(Duration.ofMinutes(1));
        hub.clients.expire();
        assertEquals(132, hub.used("carol", PoolOwner.CLIENT));
    }

    @Test
    void theStatusSaysHowEachBlockWent() {
        JsonObject block = org.dske.testing.Http.send(hub.base(), "GET", "/mgmt/v1/status", Map.of(), new byte[0])
                .json()
                .getJsonArray("clients")
                .getJsonObject(0)
                .getJsonArray("pools")
                .getJsonObject(0)
                .getJsonArray("blocks")
                .getJsonObject(0);
        assertEquals("laboratory", block.getString("origin"));
    }

    private Response registered(String marks) {
        Response response = register(marks);
        assertEquals(200, response.status(), response::toString);
        return response;
    }

    private Response register(String marks) {
        return carol.register(",\"suites\":[\"its\"],\"known_blocks\":[\"" + clientBlock + "\",\"" + hubBlock
                + "\"],\"marks\":" + marks);
    }
}
