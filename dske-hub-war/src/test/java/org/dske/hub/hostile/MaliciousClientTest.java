package org.dske.hub.hostile;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.hub.api.TestHub;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.dske.testing.client.FakeClient.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client that is registered and malicious can do to others: nothing. */
class MaliciousClientTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final byte[] NO_BODY = {};

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.readyForIts(hub.base(), "carol", "sam");
    private final FakeClient connie = FakeClient.readyForIts(hub.base(), "connie", "sofia");
    private final FakeClient mallory = FakeClient.readyForIts(hub.base(), "mallory", "mia");
    private final String keyId = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        hub.close();
    }

    private void post(String key) {
        carol.posted(key, SHARE);
    }

    private void assertConnieGetsIt(String key) {
        assertArrayEquals(SHARE, connie.decrypt(connie.get(key)));
    }

    /** A post of mallory's, with what it says of itself replaced. */
    private Response posted(String key, String clientName, String master) {
        String body = mallory.share(key, 0, utf8("another share, as long as this.."), "")
                .replace("\"mallory\"", "\"" + clientName + "\"")
                .replace("\"sam\"", "\"" + master + "\"");
        return mallory.exchange("POST", KEY_SHARE, body);
    }

    @Test
    void itCannotReadAShareThatIsForAnothersEncryptor() {
        post(keyId);
        mallory.get("sam", "sofia", keyId).error(403);
        mallory.get("sam", "mia", keyId).error(403);
        mallory.get("sam", "sam", keyId).error(403);
        mallory.exchange(
                        "GET",
                        KEY_SHARE + "?client_name=connie&master_sae_id=sam&slave_sae_id=sofia&key_id=" + keyId,
                        "")
                .error(403);
        assertConnieGetsIt(keyId);
    }

    @Test
    void itCannotReadOneAsAClassicPeerThatNamesNoEncryptor() {
        post(keyId);
        mallory.agree("classic");
        mallory.exchange("GET", KEY_SHARE + "?client_name=mallory&key_id=" + keyId, "")
                .error(403);
        assertConnieGetsIt(keyId);
    }

    @Test
    void itCannotHideOneAmongItsOwnInABatch() {
        post(keyId);
        String own = UUID.randomUUID().toString();
        String body = carol.share(own, 0, SHARE, "").replace("\"sofia\"", "\"mia\"");
        assertEquals(200, carol.exchange("POST", KEY_SHARE, body).status());
        Batch.get(mallory, "sam", "mia", List.of(own, keyId)).error(403);
        Batch.get(mallory, "sam", "sofia", List.of(keyId)).error(403);
        hub.clock.advance(java.time.Duration.ofSeconds(90));
        assertArrayEquals(SHARE, mallory.decrypt(mallory.get("sam", "mia", own)), "it was not marked as fetched");
        assertConnieGetsIt(keyId);
    }

    @Test
    void itCannotOverwriteAShare() {
        post(keyId);
        assertEquals(200, posted(keyId, "mallory", "mia").status());
        posted(keyId, "mallory", "mia").error(409);
        Batch batch = Batch.of(2);
        batch.shares().put(keyId, SHARE);
        Bytes pad = mallory.allocate(batch.together().length);
        mallory.exchange(
                        "POST",
                        Batch.KEY_SHARES,
                        batch.message(mallory, pad, "").replace("\"sam\"", "\"mia\""))
                .error(409);
        assertEquals(2, hub.shares.status().size());
        assertConnieGetsIt(keyId);
    }

    /** The names of keys can be read on the wire before the owner's message arrives. */
    @Test
    void itCannotTakeAKeysNameInAdvance() {
        assertEquals(200, posted(keyId, "mallory", "mia").status());
        connie.get(keyId).error(403);
        post(keyId);
        assertConnieGetsIt(keyId);
        assertArrayEquals(utf8("another share, as long as this.."), connie.decrypt(connie.get("mia", "sofia", keyId)));
        hub.clock.advance(java.time.Duration.ofMinutes(1));
        hub.shares.expire();
        assertEquals(0, hub.shares.status().size());
    }

    @Test
    void whoDoesNotSayTheMasterIsNotGivenTheWrongOnesShare() {
        assertEquals(200, posted(keyId, "mallory", "mia").status());
        post(keyId);
        connie.agree("classic");
        String target = KEY_SHARE + "?client_name=connie&key_id=" + keyId;
        assertTrue(connie.exchange("GET", target, "").error(409).contains("master"));
        assertConnieGetsIt(keyId);
    }

    @Test
    void itCannotClaimAnothersEncryptor() {
        String before = hub.pools();
        new FakeClient(hub.base(), "mallory", "mia", "sofia")
                .register(",\"suites\":[\"its\"]")
                .error(409);
        assertEquals(before, hub.pools());
        posted(keyId, "mallory", "sam").error(403);
        posted(keyId, "carol", "sam").error(403);
        posted(keyId, "carol", "mia").error(403);
        assertEquals(0, hub.shares.status().size());
        assertEquals(
                "connie",
                mallory.exchange("GET", "/dske/api/v1/encryptors/sofia?client_name=mallory", "")
                        .json()
                        .getString("client_name"));
    }

    @Test
    void itCannotSignWithAnothersBytes() {
        Bytes carols = carol.allocate(32);
        Bytes half = mallory.allocate(16);
        String target = KEY_SHARE + "?client_name=mallory&master_sae_id=sam&slave_sae_id=mia&key_id=" + keyId;
        List<Part> mixed = new ArrayList<>(half.parts());
        mixed.add(new Part(carols.parts().get(0).uuid(), carols.parts().get(0).start(), 16));
        List<Part> mixedTheOtherWay = List.of(mixed.get(1), mixed.get(0));
        for (Bytes guess : List.of(
                new Bytes(carols.parts(), new byte[32]),
                new Bytes(mixed, new byte[32]),
                new Bytes(mixedTheOtherWay, new byte[32]))) {
            String before = hub.pools();
            Response response = mallory.send("GET", target, mallory.header(guess, target, NO_BODY), NO_BODY);
            response.error(401);
            assertNull(response.headers().get("dske-signature"));
            assertEquals(before, hub.pools());
        }
        String header = carol.header(carols, "/dske/api/v1/nothing", NO_BODY);
        carol.verified(header, carol.send("GET", "/dske/api/v1/nothing", header, NO_BODY))
                .error(404);
    }

    @Test
    void itCannotHaveItsSharesDecryptedWithAnothersBytes() {
        Bytes carols = carol.allocate(SHARE.length);
        long before = hub.used("carol", org.dske.ledger.PoolOwner.CLIENT);
        assertUnusable(carols.parts());
        Part first = carols.parts().get(0);
        Bytes own = mallory.allocate(16);
        List<Part> mixed = new ArrayList<>(own.parts());
        mixed.add(new Part(first.uuid(), first.start(), 16));
        assertUnusable(mixed);
        assertEquals(before, hub.used("carol", org.dske.ledger.PoolOwner.CLIENT));
        String body = carol.share(keyId, "\"share_index\":0", carols.json(), FakeClient.xor(SHARE, carols.value()), "");
        assertEquals(200, carol.exchange("POST", KEY_SHARE, body).status());
        assertConnieGetsIt(keyId);
    }

    @Test
    void itCannotHaveThemDecryptedWithBytesOfTheHubsPoolOrOnesThatAreUsed() {
        String hubs = mallory.fetch("hub", 100);
        assertUnusable(List.of(new Part(hubs, 0, 32)));
        Bytes own = mallory.allocate(32);
        String target = "/dske/api/v1/nothing";
        String header = mallory.header(own, target, NO_BODY);
        mallory.verified(header, mallory.send("GET", target, header, NO_BODY)).error(404);
        assertUnusable(own.parts());
        assertEquals(0, hub.shares.status().size());
    }

    /** The key that signs a message encrypts no share of it: whoever knows the share would know the key. */
    @Test
    void itCannotEncryptAShareWithTheKeyThatSignsIt() {
        Bytes key = mallory.allocate(32);
        byte[] body = utf8(mallory.share(keyId, "\"share_index\":0", key.json(), FakeClient.xor(SHARE, key.value()), "")
                .replace("\"sam\"", "\"mia\""));
        String header = mallory.header(key, KEY_SHARE, body);
        mallory.verified(header, mallory.send("POST", KEY_SHARE, header, body)).error(400);
        assertEquals(0, hub.shares.status().size());
    }

    private void assertUnusable(List<Part> parts) {
        String body = mallory.share(keyId, "\"share_index\":0", new Bytes(parts, new byte[32]).json(), new byte[32], "")
                .replace("\"sam\"", "\"mia\"");
        mallory.exchange("POST", KEY_SHARE, body).error(400);
        assertEquals(0, hub.shares.status().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quota.shares", "quota.share-bytes", "hub.max-share-bytes"})
    void itCannotMakeTheHubHoldMoreSharesThanItMay(String quota) {
        // Three shares of 32 bytes, and their terms with the names sam and sofia.
        String limit = quota.equals("quota.shares") ? "3" : Integer.toString(3 * (690 + 32) + 320 + 160 + 2 * (3 + 5));
        try (TestHub strict = TestHub.start(quota, limit)) {
            FakeClient greedy = FakeClient.readyForIts(strict.base(), "mallory", "sam");
            for (int i = 0; i < 3; i++) {
                greedy.posted(UUID.randomUUID().toString(), SHARE);
            }
            Response refused = greedy.post(UUID.randomUUID().toString(), 0, SHARE);
            refused.error(429);
            assertEquals(
                    "dske." + quota, refused.json().getJsonObject("details").getString("quota"));
            Batch.of(2).postedBy(greedy).error(429);
            assertEquals(3, strict.shares.status().size());

            strict.clock.advance(java.time.Duration.ofHours(25));
            strict.shares.expire();
            assertEquals(0, strict.shares.held().bytes());
            Batch.of(4).postedBy(greedy).error(429);
            Batch.of(3).mustBePostedBy(greedy);
            greedy.post(UUID.randomUUID().toString(), 0, SHARE).error(429);
            strict.shares.close();
            assertEquals(0, strict.shares.held().shares());
            greedy.posted(UUID.randomUUID().toString(), SHARE);
        }
    }

    @Test
    void itCannotFillTheHubWithNames() {
        try (TestHub strict = TestHub.start("quota.share-bytes", "50000")) {
            FakeClient greedy = FakeClient.readyForIts(strict.base(), "mallory", "sam");
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                names.append(i == 0 ? "" : ",")
                        .append('"')
                        .append(i)
                        .append("x".repeat(250))
                        .append('"');
            }
            String further = ",\"additional_slave_sae_ids\":[" + names + "]";
            greedy.exchange("POST", KEY_SHARE, greedy.share(keyId, 0, SHARE, further))
                    .error(429);
            assertEquals(0, strict.shares.status().size());
        }
    }

    /** A short name takes more memory than its characters. */
    @Test
    void itCannotFillTheHubWithShortNamesEither() {
        try (TestHub strict = TestHub.start("quota.share-bytes", "20000")) {
            FakeClient greedy = FakeClient.readyForIts(strict.base(), "mallory", "sam");
            String names =
                    IntStream.range(0, 200).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
            greedy.exchange(
                            "POST",
                            KEY_SHARE,
                            greedy.share(keyId, 0, SHARE, ",\"additional_slave_sae_ids\":[" + names + "]"))
                    .error(429);
            assertEquals(0, strict.shares.held().shares());
        }
    }

    @Test
    void whatItUsesUpIsNotAnothers() {
        try (TestHub strict = TestHub.start("quota.shares", "2", "quota.blocks", "2")) {
            FakeClient greedy = FakeClient.readyForIts(strict.base(), "mallory", "mia");
            FakeClient other = FakeClient.readyForIts(strict.base(), "carol", "sam", "sofia");
            greedy.fetch("client", 1000);
            greedy.getPsrd("client", "1000").error(429);
            String mias = "\"mia\"";
            for (int i = 0; i < 2; i++) {
                String body =
                        greedy.share(UUID.randomUUID().toString(), 0, SHARE, "").replace("\"sam\"", mias);
                assertEquals(200, greedy.exchange("POST", KEY_SHARE, body).status());
            }
            String body =
                    greedy.share(UUID.randomUUID().toString(), 0, SHARE, "").replace("\"sam\"", mias);
            greedy.exchange("POST", KEY_SHARE, body).error(429);
            other.posted(keyId, SHARE);
            assertArrayEquals(SHARE, other.decrypt(other.get(keyId)));
            other.fetch("client", 1000);
        }
    }
}
