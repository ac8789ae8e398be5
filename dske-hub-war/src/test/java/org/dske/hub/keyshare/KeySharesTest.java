package org.dske.hub.keyshare;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shares of many keys in one exchange: all or none. */
class KeySharesTest {
    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
    private final FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia", "sunny");

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void sharesThatTheInitiatorPostsAreTheSharesThatTheResponderGets() {
        Batch batch = Batch.ofSizes(32, 1, 300, 32);
        Response posted = batch.postedBy(carol);
        assertEquals(200, posted.status(), posted::toString);
        assertEquals("{}", new String(posted.body(), java.nio.charset.StandardCharsets.UTF_8));
        Response got = batch.gotBy(connie);
        Batch.in(got, connie).assertSameAs(batch);
        for (int i = 0; i < 4; i++) {
            assertEquals(i, got.json().getJsonArray("shares").getJsonObject(i).getInt("share_index"));
        }
        assertFalse(got.json().containsKey("sharing"));
        assertFalse(got.json().containsKey("threshold"));
    }

    @Test
    void sharesComeInTheOrderInWhichTheyAreAskedFor() {
        Seed.check(random -> {
            Batch batch = Batch.ofSizes(5, 40, 3, 17, 8);
            batch.mustBePostedBy(carol);
            List<String> order = new ArrayList<>(batch.keyIds());
            Collections.shuffle(order, random);
            Map<String, byte[]> expected = new LinkedHashMap<>();
            order.subList(0, 4)
                    .forEach(keyId -> expected.put(keyId, batch.shares().get(keyId)));
            Response got = Batch.get(connie, "sam", "sofia", expected.keySet());
            Batch.in(got, connie).assertSameAs(new Batch(expected));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 128})
    void aBatchPaysForItsSignaturesOnce(int number) {
        for (String owner : List.of("client", "hub")) {
            carol.fetch(owner, 4000);
            connie.fetch(owner, 4000);
        }
        Batch batch = Batch.of(number);
        batch.mustBePostedBy(carol);
        assertEquals(32 * number + 32, spent("carol", PoolOwner.CLIENT));
        assertEquals(32, spent("carol", PoolOwner.HUB));
        assertEquals(32, carol.namedByHub());
        Batch.in(batch.gotBy(connie), connie).assertSameAs(batch);
        assertEquals(32, spent("connie", PoolOwner.CLIENT));
        assertEquals(32 * number + 32, spent("connie", PoolOwner.HUB));
        assertEquals(32 * number + 32, connie.namedByHub());
    }

    private long spent(String client, PoolOwner owner) {
        return 8000 - hub.client(client).pool(owner).remaining();
    }

    @Test
    void aShareIsTheSameWhicheverWayItCameAndGoes() {
        Batch batch = Batch.of(3);
        batch.mustBePostedBy(carol);
        batch.shares().forEach((keyId, share) -> assertArrayEquals(share, connie.decrypt(connie.get(keyId))));
        Batch singles = Batch.of(3);
        singles.shares().forEach(carol::posted);
        Batch.in(singles.gotBy(connie), connie).assertSameAs(singles);
    }

    @Test
    void aPadOverSeveralBlocksComesThrough() {
        carol.fetch("client", 1000);
        connie.fetch("hub", 1000);
        Batch batch = Batch.ofSizes(1700, 1700, 1000, 64);
        batch.mustBePostedBy(carol);
        Batch.in(batch.gotBy(connie), connie).assertSameAs(batch);
    }

    @Test
    void modeAndThresholdReachTheResponder() {
        Batch batch = Batch.of(2);
        assertEquals(
                200,
                batch.postedBy(carol, ",\"sharing\":\"classic\",\"threshold\":3")
                        .status());
        Response got = batch.gotBy(connie);
        assertEquals("classic", got.json().getString("sharing"));
        assertEquals(3, got.json().getInt("threshold"));
    }

    @Test
    void noModeIsTheSameModeAsClassic() {
        Batch unsaid = Batch.of(1);
        unsaid.mustBePostedBy(carol);
        Batch said = Batch.of(1);
        assertEquals(200, said.postedBy(carol, ",\"sharing\":\"classic\"").status());
        assertEquals(
                200, Batch.get(connie, "sam", "sofia", keyIds(unsaid, said)).status());
    }

    @ParameterizedTest
    @CsvSource({"2, 3", ", 3", "3, "})
    void sharesOfKeysThatWereSplitInDifferentWaysAreGotOneByOne(@Nullable Integer one, @Nullable Integer other) {
        Batch first = Batch.of(1);
        Batch second = Batch.of(1);
        assertEquals(200, first.postedBy(carol, threshold(one)).status());
        assertEquals(200, second.postedBy(carol, threshold(other)).status());
        Batch both = together(first, second);
        assertNoShareGivenAndNoPadUsed(() -> both.gotBy(connie).error(409), both.keyIds());
        both.shares().forEach((keyId, share) -> assertArrayEquals(share, connie.decrypt(connie.get(keyId))));
    }

    @Test
    void oneKeyThatTheHubHoldsAlreadyIsAConflictForTheWholeBatch() {
        Batch held = Batch.of(1);
        held.mustBePostedBy(carol);
        Batch fresh = Batch.of(3);
        Map<String, byte[]> mixed = new LinkedHashMap<>(fresh.shares());
        mixed.put(held.keyIds().iterator().next(), new byte[32]);
        Response refused = new Batch(mixed).postedBy(carol);
        assertTrue(refused.error(409).contains(held.keyIds().iterator().next()));
        assertEquals(1, hub.shares.status().size());
        assertEquals(64 + 4 * 32 + 32, hub.used("carol", PoolOwner.CLIENT), "its owner has spent the pad");
        Batch.in(held.gotBy(connie), connie).assertSameAs(held);
        fresh.mustBePostedBy(carol);
        Batch.in(fresh.gotBy(connie), connie).assertSameAs(fresh);
    }

    @Test
    void aSingleShareOfAKeyInABatchIsAConflict() {
        Batch batch = Batch.of(2);
        batch.mustBePostedBy(carol);
        batch.keyIds().forEach(keyId -> carol.post(keyId, 1, new byte[32]).error(409));
        Batch.in(batch.gotBy(connie), connie).assertSameAs(batch);
    }

    @Test
    void theSignerOfAPostMustBeTheMasterClientAndHaveTheMaster() {
        Batch batch = Batch.of(2);
        batch.postedBy(connie).error(403);
        String foreign = batch.message(connie, connie.allocate(64), "").replace("\"connie\"", "\"carol\"");
        connie.exchange("POST", Batch.KEY_SHARES, foreign).error(403);
        assertEquals(64, hub.used("connie", PoolOwner.CLIENT), "the signing keys alone are used");
        assertEquals(0, hub.shares.status().size());
    }

    @Test
    void everyUnknownKeyIsNamedAndNothingIsGiven() {
        Batch batch = Batch.of(3);
        batch.mustBePostedBy(carol);
        List<String> unknown =
                List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        List<String> wanted = new ArrayList<>(batch.keyIds());
        wanted.add(1, unknown.get(0));
        wanted.add(unknown.get(1));
        assertNoShareGivenAndNoPadUsed(
                () -> {
                    Response refused = Batch.get(connie, "sam", "sofia", wanted);
                    refused.error(404);
                    assertEquals(unknown, unknownKeys(refused));
                },
                batch.keyIds());
        Batch.in(batch.gotBy(connie), connie).assertSameAs(batch);
    }

    @Test
    void keysThatWereDeliveredAndErasedAreAsUnknownAsThoseThatNeverWere() {
        Batch first = Batch.of(2);
        first.mustBePostedBy(carol);
        Batch.in(first.gotBy(connie), connie);
        hub.clock.advance(Duration.ofSeconds(59));
        Batch.in(first.gotBy(connie), connie).assertSameAs(first);
        Batch second = Batch.of(2);
        second.mustBePostedBy(carol);
        hub.clock.advance(Duration.ofSeconds(2));
        Response refused = Batch.get(connie, "sam", "sofia", keyIds(second, first));
        refused.error(404);
        assertEquals(List.copyOf(first.keyIds()), unknownKeys(refused));
        Batch.in(second.gotBy(connie), connie).assertSameAs(second);
    }

    @Test
    void keysThatNobodyFetchedAreErasedAfterTheirTimeToLive() {
        Batch batch = Batch.of(2);
        batch.mustBePostedBy(carol);
        hub.clock.advance(Duration.ofHours(1));
        Response refused = batch.gotBy(connie);
        refused.error(404);
        assertEquals(List.copyOf(batch.keyIds()), unknownKeys(refused));
        assertEquals(0, hub.shares.status().size());
        batch.mustBePostedBy(carol);
    }

    @Test
    void aShareThatAnotherClientFetchedForTheSameSlaveIsUnknown() {
        Batch batch = Batch.of(2);
        batch.mustBePostedBy(carol);
        String first = batch.keyIds().iterator().next();
        connie.decrypt(connie.get(first));
        new FakeClient(hub.base(), "connie").register();
        FakeClient celia = FakeClient.ready(hub.base(), "celia", "sofia");
        Response refused = batch.gotBy(celia);
        refused.error(404);
        assertEquals(List.of(first), unknownKeys(refused));
    }

    @ParameterizedTest
    @CsvSource({"sam, sunny", "sam, sam", "sam, nobody", "sofia, sofia", "serena, sofia"})
    void keysOfOtherMastersOrForOtherSlavesAreNotGiven(String master, String slave) {
        Batch batch = Batch.of(2);
        batch.mustBePostedBy(carol);
        assertNoShareGivenAndNoPadUsed(
                () -> Batch.get(connie, master, slave, batch.keyIds()).error(403), batch.keyIds());
    }

    @Test
    void oneKeyThatIsForAnotherIsARefusalOfThemAll() {
        Batch batch = Batch.of(2);
        batch.mustBePostedBy(carol);
        String foreign = UUID.randomUUID().toString();
        carol.exchange(
                "POST", KEY_SHARE, carol.share(foreign, 0, new byte[32], "").replace("\"sofia\"", "\"sunny\""));
        List<String> wanted = new ArrayList<>(batch.keyIds());
        wanted.add(foreign);
        assertNoShareGivenAndNoPadUsed(
                () -> assertTrue(
                        Batch.get(connie, "sam", "sofia", wanted).error(403).contains(foreign)),
                batch.keyIds());
        wanted.add(UUID.randomUUID().toString());
        Batch.get(connie, "sam", "sofia", wanted).error(403);
        Batch.in(batch.gotBy(connie), connie).assertSameAs(batch);
    }

    @Test
    void theSignerOfAFetchMustBeTheClientThatItNames() {
        Batch batch = Batch.of(2);
        batch.mustBePostedBy(carol);
        connie.exchange("POST", Batch.FETCH, Batch.request("carol", "sam", "sofia", batch.keyIds()))
                .error(403);
        carol.exchange("POST", Batch.FETCH, Batch.request("connie", "sam", "sofia", batch.keyIds()))
                .error(403);
        carol.exchange("POST", Batch.FETCH, Batch.request("carol", "sam", "sofia", batch.keyIds()))
                .error(403);
        Batch.in(batch.gotBy(connie), connie).assertSameAs(batch);
    }

    @Test
    void aBatchHas1024SharesAtMost() {
        carol.fetch("client", 40_000);
        connie.fetch("hub", 40_000);
        int[] sizes = new int[1025];
        java.util.Arrays.fill(sizes, 1);
        Batch tooLarge = Batch.ofSizes(sizes);
        tooLarge.postedBy(carol).error(400);
        tooLarge.gotBy(connie).error(400);
        assertEquals(0, hub.shares.status().size());
        Batch largest = Batch.ofSizes(java.util.Arrays.copyOf(sizes, 1024));
        largest.mustBePostedBy(carol);
        Batch.in(largest.gotBy(connie), connie).assertSameAs(largest);
    }

    @Test
    void sharesOfOneAnswerAreNoMoreThanTheLargestBody() {
        try (TestHub small = TestHub.start("http.max-body", "2000")) {
            FakeClient initiator = FakeClient.ready(small.base(), "carol", "sam", "sofia");
            Batch first = Batch.ofSizes(1000);
            Batch second = Batch.ofSizes(1000);
            Batch third = Batch.ofSizes(1);
            first.mustBePostedBy(initiator);
            second.mustBePostedBy(initiator);
            third.mustBePostedBy(initiator);
            long before = small.used("carol", PoolOwner.HUB);
            Batch.get(initiator, "sam", "sofia", keyIds(first, second, third)).error(413);
            assertEquals(before + 32, small.used("carol", PoolOwner.HUB));
            Batch two = together(first, second);
            Batch.in(two.gotBy(initiator), initiator).assertSameAs(two);
        }
    }

    /** What is refused uses the two signing keys up and nothing else, and leaves each share as if nobody had asked. */
    private void assertNoShareGivenAndNoPadUsed(Runnable refusal, Collection<String> keyIds) {
        long ownBefore = hub.used("connie", PoolOwner.HUB);
        long clientsBefore = hub.used("connie", PoolOwner.CLIENT);
        int shares = hub.shares.status().size();
        refusal.run();
        assertEquals(ownBefore + 32, hub.used("connie", PoolOwner.HUB));
        assertEquals(clientsBefore + 32, hub.used("connie", PoolOwner.CLIENT));
        // Had one been marked as fetched, its grace time would be over now.
        hub.clock.advance(Duration.ofMinutes(2));
        hub.shares.expire();
        assertEquals(shares, hub.shares.status().size());
        assertTrue(hub.shares.status().stream().map(ShareStatus::keyId).toList().containsAll(keyIds));
    }

    private static List<String> unknownKeys(Response response) {
        return response.json()
                .getJsonObject("details")
                .getJsonArray("unknown_key_ids")
                .getValuesAs(JsonString::getString);
    }

    private static List<String> keyIds(Batch... batches) {
        return List.copyOf(together(batches).keyIds());
    }

    private static Batch together(Batch... batches) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (Batch batch : batches) {
            all.putAll(batch.shares());
        }
        return new Batch(all);
    }

    private static String threshold(@Nullable Integer threshold) {
        return threshold == null ? "" : ",\"threshold\":" + threshold;
    }
}
