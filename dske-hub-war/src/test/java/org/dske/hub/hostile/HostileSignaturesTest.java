package org.dske.hub.hostile;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.api.TestHub;
import org.dske.hub.testing.HonestPair;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.dske.testing.client.FakeClient.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who sends in another's name, or names bytes for a signature that are not to be named. */
class HostileSignaturesTest {
    private static final String NOTHING = "/dske/api/v1/nothing";
    private static final byte[] NO_BODY = {};
    private static final int THREADS = 8;
    private static final int QUOTA = 500_000;

    private final TestHub hub = TestHub.start("quota.psrd-bytes", Integer.toString(QUOTA), "psrd.wait", "1h");
    private final HonestPair honest = new HonestPair(hub);
    private final FakeClient celia = FakeClient.readyForIts(hub.base(), "celia", "serena");
    private final FakeClient mallory = FakeClient.readyForIts(hub.base(), "mallory", "mia");

    @AfterEach
    void stop() {
        hub.close();
    }

    private static Response unsigned(Response response) {
        assertNull(response.headers().get("dske-signature"), "nobody is known to have sent it");
        return response;
    }

    @Test
    void largeBodiesInAnothersNameKeepNobodyFromBeingServed() throws Exception {
        String overheard = celia.header(KEY_SHARE, utf8("{}"));
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) ' ');
        String before = honest.held("celia");
        honest.isServedWhile(THREADS, () -> {
            Response response = unsigned(celia.send("POST", KEY_SHARE, overheard, large));
            assertTrue(response.status() == 401 || response.status() == 413, response::toString);
            return response.error(response.status());
        });
        assertEquals(before, honest.held("celia"));
        honest.assertNoOtherShares();
        celia.exchange("GET", NOTHING, "").error(404);
    }

    /** A signing key by its parts, out of a block of mallory's of which the first 100 bytes are lost and the next 32 used. */
    static Stream<List<Part>> overlapping() {
        return Stream.of(
                List.of(new Part("BLOCK", 200, 16), new Part("BLOCK", 200, 16)),
                List.of(new Part("BLOCK", 200, 16), new Part("BLOCK", 215, 16)),
                List.of(new Part("BLOCK", 215, 16), new Part("BLOCK", 200, 16)),
                List.of(new Part("BLOCK", 200, 31), new Part("BLOCK", 210, 1)),
                // Used, by one byte at either end.
                List.of(new Part("BLOCK", 131, 32)),
                List.of(new Part("BLOCK", 69, 32)),
                List.of(new Part("BLOCK", 200, 31), new Part("BLOCK", 110, 1)));
    }

    @ParameterizedTest
    @MethodSource("overlapping")
    void aKeyThatNamesAByteTwiceSignsNothing(List<Part> parts) {
        Bytes lost = mallory.allocate(100);
        mallory.exchange("GET", NOTHING, "").error(404);
        String block = lost.parts().get(0).uuid();
        List<Part> own = parts.stream()
                .map(part -> new Part(block, part.start(), part.size()))
                .toList();
        assertSignsNothing(new Bytes(own, mallory.value(own)));
        honest.isServed();
    }

    private void assertSignsNothing(Bytes key) {
        String before = hub.pools();
        Response response = unsigned(mallory.send("GET", NOTHING, mallory.header(key, NOTHING, NO_BODY), NO_BODY));
        assertTrue(response.status() == 400 || response.status() == 401, response::toString);
        response.error(response.status());
        assertEquals(before, hub.pools());
    }

    @Test
    void theBytesOfAMessageThatWasLostSignNothingAfterAMinute() {
        Bytes inTime = mallory.allocate(32);
        Bytes late = mallory.allocate(32);
        mallory.exchange("GET", NOTHING, "").error(404);
        String header = mallory.header(inTime, NOTHING, NO_BODY);
        mallory.verified(header, mallory.send("GET", NOTHING, header, NO_BODY)).error(404);
        hub.clock.advance(Duration.ofMinutes(1));
        hub.clients.expire();
        assertSignsNothing(late);
        assertSignsNothing(new Bytes(late.parts(), new byte[32]));
        honest.isServed();
    }

    /** What it passes is kept for a while, and counts as held. */
    @Test
    void whoSkipsToTheEndOfEachBlockMakesTheHubHoldNoMoreThanItsQuota() throws Exception {
        String before = honest.held("celia");
        List<String> blocks = new ArrayList<>();
        honest.isServedWhile(1, () -> {
            Response block = mallory.getPsrd("client", "4000");
            if (block.status() == 429) {
                return block.error(429);
            }
            String uuid = mallory.keep("client", block);
            blocks.add(uuid);
            List<Part> last = List.of(new Part(uuid, 3968, 32));
            String header = mallory.header(new Bytes(last, mallory.value(last)), "GET", NOTHING, NO_BODY);
            Response answer = mallory.send("GET", NOTHING, header, NO_BODY);
            long held = hub.client("mallory").clientPool().size();
            assertTrue(held <= QUOTA, () -> "it holds " + held);
            return mallory.verified(header, answer).error(404);
        });
        assertTrue(!blocks.isEmpty());
        assertEquals(before, honest.held("celia"));
        honest.assertNoOtherShares();
    }

    /** Else whoever lets his own pool run dry would hold all of a hub's threads, each for as long as an hour here. */
    @Test
    void whoLetsThePoolRunDryThatAnswersAreSignedFromIsTurnedDownAtOnce() throws Exception {
        FakeClient dry = new FakeClient(hub.base(), "dorothy", "sabine");
        dry.agree("its");
        dry.fetch("client", QUOTA);
        String before = honest.held("celia");
        honest.isServedWhile(64, () -> {
            Bytes key = dry.allocate(32);
            String target = KEY_SHARE + "?client_name=dorothy&master_sae_id=sam&slave_sae_id=sabine&key_id="
                    + UUID.randomUUID();
            return unsigned(dry.send("GET", target, dry.header(key, target, NO_BODY), NO_BODY))
                    .error(503);
        });
        assertEquals(before, honest.held("celia"));
        assertTrue(hub.used("dorothy", PoolOwner.CLIENT) > 0);
        assertEquals(0, hub.used("dorothy", PoolOwner.HUB));
        honest.assertNoOtherShares();
        dry.fetch("hub", 1_000);
        dry.exchange("GET", NOTHING, "").error(404);
    }
}
