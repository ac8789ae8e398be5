package org.dske.hub.keyshare;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyShareTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
    private final FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia", "sunny");
    private final String keyId = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aShareThatTheInitiatorPostsIsTheShareThatTheResponderGets() {
        Response posted = carol.post(keyId, 3, SHARE);
        assertEquals(200, posted.status());
        assertEquals("{}", new String(posted.body(), java.nio.charset.StandardCharsets.UTF_8));
        Response got = connie.get(keyId);
        assertEquals(3, got.json().getInt("share_index"));
        assertArrayEquals(SHARE, connie.decrypt(got));
        assertFalse(got.json().containsKey("sharing"));
        assertFalse(got.json().containsKey("threshold"));
    }

    @Test
    void aKeyCostsTheBytesThatTheProtocolSaysAndNoMore() {
        carol.posted(keyId, SHARE);
        assertEquals(SHARE.length + 32, hub.used("carol", PoolOwner.CLIENT));
        assertEquals(32, hub.used("carol", PoolOwner.HUB));
        assertEquals(32, carol.namedByHub());
        assertArrayEquals(SHARE, connie.decrypt(connie.get(keyId)));
        assertEquals(32, hub.used("connie", PoolOwner.CLIENT));
        assertEquals(SHARE.length + 32, hub.used("connie", PoolOwner.HUB));
        assertEquals(SHARE.length + 32, connie.namedByHub());
    }

    @Test
    void modeAndThresholdReachTheResponder() {
        Response posted = carol.exchange(
                "POST", KEY_SHARE, carol.share(keyId, 0, SHARE, ",\"sharing\":\"classic\",\"threshold\":3"));
        assertEquals(200, posted.status());
        Response got = connie.get(keyId);
        assertEquals("classic", got.json().getString("sharing"));
        assertEquals(3, got.json().getInt("threshold"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"sharing\":\"shamir\"",
                ",\"sharing\":\"\"",
                ",\"threshold\":0",
                ",\"threshold\":-3",
                ",\"threshold\":256"
            })
    void modesAndThresholdsThatThereAreNotAreRefused(String members) {
        carol.exchange("POST", KEY_SHARE, carol.share(keyId, 0, SHARE, members)).error(400);
        connie.get(keyId).error(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 254, 255, 256, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void indexesThatNeverComeFromAHubAreRefused(int index) {
        carol.post(keyId, index, SHARE).error(400);
        connie.get(keyId).error(404);
    }

    @Test
    void theHighestIndexIs253() {
        assertEquals(200, carol.post(keyId, 253, SHARE).status());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 31, 33, 2048})
    void sharesHaveAnySize(int size) {
        byte[] share = new byte[size];
        share[size - 1] = 7;
        carol.posted(keyId, share);
        assertArrayEquals(share, connie.decrypt(connie.get(keyId)));
    }

    @Test
    void aShareOverSeveralBlocksComesThrough() {
        byte[] share = new byte[3000];
        carol.fetch("client", 1500);
        connie.fetch("hub", 3000);
        carol.posted(keyId, share);
        String second = UUID.randomUUID().toString();
        carol.allocate(900);
        carol.posted(second, SHARE);
        connie.fetch("client", 100);
        assertArrayEquals(share, connie.decrypt(connie.get(keyId)));
        connie.decrypt(connie.get(second));
    }

    @Test
    void aSecondShareOfAKeyIsAConflictAndTheFirstStays() {
        carol.posted(keyId, SHARE);
        carol.post(keyId, 1, utf8("quite another share, as long as ")).error(409);
        assertArrayEquals(SHARE, connie.decrypt(connie.get(keyId)));
    }

    @Test
    void anUnknownKeyIsNotFound() {
        Response unknown = connie.get(keyId);
        assertTrue(unknown.error(404).contains(keyId));
        assertEquals(
                "[\"" + keyId + "\"]",
                unknown.json()
                        .getJsonObject("details")
                        .getJsonArray("unknown_key_ids")
                        .toString());
    }

    @Test
    void theSignerOfAPostMustBeTheMasterClient() {
        String body = connie.share(keyId, 0, SHARE, "").replace("\"connie\"", "\"carol\"");
        connie.exchange("POST", KEY_SHARE, body).error(403);
        connie.get(keyId).error(404);
    }

    @Test
    void theMasterMustBeAnEncryptorOfTheSigner() {
        connie.exchange("POST", KEY_SHARE, connie.share(keyId, 0, SHARE, "")).error(403);
        connie.get(keyId).error(404);
    }

    @Test
    void theSignerOfAGetMustBeTheClientThatItNames() {
        carol.posted(keyId, SHARE);
        connie.exchange("GET", query("carol", "&master_sae_id=sam&slave_sae_id=sofia"), "")
                .error(403);
        carol.exchange("GET", query("connie", "&master_sae_id=sam&slave_sae_id=sofia"), "")
                .error(403);
    }

    @Test
    void theSlaveMustBeAnEncryptorOfTheSignerAndASlaveOfTheKey() {
        carol.posted(keyId, SHARE);
        carol.get("sam", "sofia", keyId).error(403);
        connie.get("sam", "sunny", keyId).error(403);
        connie.get("sam", "sam", keyId).error(403);
        connie.get("sam", "nobody", keyId).error(403);
        assertArrayEquals(SHARE, connie.decrypt(connie.get(keyId)));
    }

    @Test
    void theMasterMustBeTheKeysMaster() {
        carol.posted(keyId, SHARE);
        connie.get("sofia", "sofia", keyId).error(403);
        connie.get("serena", "sofia", keyId).error(403);
    }

    @Test
    void whatIsRefusedCostsNoPad() {
        carol.posted(keyId, SHARE);
        connie.get("sofia", "sofia", keyId).error(403);
        assertEquals(32, hub.used("connie", PoolOwner.HUB));
    }

    @Test
    void aClassicPeerMayLeaveTheEncryptorsOut() {
        carol.posted(keyId, SHARE);
        assertArrayEquals(SHARE, connie.decrypt(connie.exchange("GET", query("connie", ""), "")));
        assertArrayEquals(SHARE, connie.decrypt(connie.exchange("GET", query("connie", "&master_sae_id=sam"), "")));
        assertArrayEquals(SHARE, connie.decrypt(connie.exchange("GET", query("connie", "&slave_sae_id=sofia"), "")));
        carol.exchange("GET", query("carol", ""), "").error(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "client_name=connie",
                "key_id=39b64dd0-c22a-4f2a-b5a0-6061d399d311",
                "client_name=connie&key_id=",
                "client_name=connie&key_id=1-2-3-4-5",
                "client_name=connie&key_id=no-uuid",
                "client_name=connie&key_id=39b64dd0-c22a-4f2a-b5a0-6061d399d311&master_sae_id=",
                "client_name=&key_id=39b64dd0-c22a-4f2a-b5a0-6061d399d311"
            })
    void missingAndMalformedParametersAreRefusedWithASignature(String query) {
        connie.exchange("GET", KEY_SHARE + "?" + query, "").error(400);
    }

    @Test
    void unknownParametersAreIgnored() {
        carol.posted(keyId, SHARE);
        connie.decrypt(connie.exchange("GET", query("connie", "&colour=blue&x=%C3%A4+%20;"), ""));
    }

    @Test
    void aFetchedShareStaysForTheGraceTimeAndIsErasedAfterIt() {
        carol.posted(keyId, SHARE);
        connie.decrypt(connie.get(keyId));
        hub.clock.advance(Duration.ofSeconds(59));
        assertArrayEquals(SHARE, connie.decrypt(connie.get(keyId)));
        hub.clock.advance(Duration.ofSeconds(2));
        connie.get(keyId).error(404);
        assertTrue(hub.shares.status().isEmpty());
    }

    @Test
    void aShareThatNobodyFetchesIsErasedAfterItsTimeToLive() {
        carol.posted(keyId, SHARE);
        hub.clock.advance(Duration.ofMinutes(59));
        // A day on by the clock of the day is no time at all.
        hub.clock.set(Duration.ofDays(1));
        hub.shares.expire();
        assertEquals(1, hub.shares.status().size());
        hub.clock.set(Duration.ofDays(-2));
        hub.clock.advance(Duration.ofMinutes(1));
        hub.shares.expire();
        assertEquals(0, hub.shares.status().size());
        connie.get(keyId).error(404);
    }

    @Test
    void theTimesAreConfigured() {
        try (TestHub hasty = TestHub.start("key-share.grace", "1s", "key-share.time-to-live", "10s")) {
            FakeClient initiator = FakeClient.ready(hasty.base(), "carol", "sam", "sofia");
            initiator.posted(keyId, SHARE);
            initiator.decrypt(initiator.get(keyId));
            hasty.clock.advance(Duration.ofSeconds(2));
            initiator.get(keyId).error(404);
            initiator.posted(keyId, SHARE);
            hasty.clock.advance(Duration.ofSeconds(11));
            initiator.get(keyId).error(404);
        }
    }

    @Test
    void theSameSlaveOfAnotherClientDoesNotGetAFetchedShare() {
        carol.posted(keyId, SHARE);
        connie.decrypt(connie.get(keyId));
        new FakeClient(hub.base(), "connie").register();
        FakeClient celia = FakeClient.ready(hub.base(), "celia", "sofia");
        celia.get(keyId).error(404);
    }

    @Test
    void theClockOfTheDayDoesNotEndTheGraceOfAShare() {
        carol.posted(keyId, SHARE);
        connie.decrypt(connie.get(keyId));
        hub.clock.set(Duration.ofHours(2));
        assertArrayEquals(SHARE, connie.decrypt(connie.get(keyId)));
        hub.clock.set(Duration.ofDays(-2));
        hub.clock.advance(Duration.ofMinutes(1));
        connie.get(keyId).error(404);
    }

    private String query(String client, String more) {
        return KEY_SHARE + "?client_name=" + client + more + "&key_id=" + keyId;
    }
}
