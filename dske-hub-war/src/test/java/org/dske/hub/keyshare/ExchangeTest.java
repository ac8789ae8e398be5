package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.Exchange;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is waiting, in one exchange: each entry for itself. */
class ExchangeTest {
    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "selma");
    private final FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia", "sunny");

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void sharesOfSeveralRequestsComeTogetherAndGoTogether() {
        Batch first = Batch.of(3);
        Batch second = Batch.ofSizes(7);
        Batch third = Batch.ofSizes(300, 300);
        Response posted = new Exchange()
                .put(first)
                .put(second, "selma", "sunny", ",\"threshold\":3,\"places\":{\"hank\":1,\"helen\":2}")
                .put(third)
                .sentBy(carol);
        assertEquals(List.of(200, 200, 200), Exchange.statuses(posted));
        assertEquals(
                "{\"put\":[{\"status\":200},{\"status\":200},{\"status\":200}]}",
                posted.text(),
                "nothing else is in the answer");
        Response got = new Exchange()
                .get(third.keyIds())
                .get("selma", "sunny", second.keyIds())
                .get(first.keyIds())
                .sentBy(connie);
        List<Batch> given = Exchange.in(got, connie);
        given.get(0).assertSameAs(third);
        given.get(1).assertSameAs(second);
        given.get(2).assertSameAs(first);
        assertEquals(3, Exchange.entries(got, "get").get(1).getInt("threshold"));
        assertEquals(
                2, Exchange.entries(got, "get").get(1).getJsonObject("places").getInt("helen"));
        assertFalse(Exchange.entries(got, "get").get(0).containsKey("threshold"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientHandsOverAndGetsAtOnceInBothSuites(boolean its) {
        FakeClient cindy = its
                ? FakeClient.readyForIts(hub.base(), "cindy", "serena")
                : FakeClient.ready(hub.base(), "cindy", "serena");
        Batch forSerena = Batch.of(2);
        new Exchange().put(forSerena, "sam", "serena", "").sentBy(carol);
        Batch ofSerenas = Batch.of(1);
        Response response = new Exchange()
                .get("sam", "serena", forSerena.keyIds())
                .put(ofSerenas, "serena", "sofia", "")
                .sentBy(cindy);
        assertEquals(List.of(200, 200), Exchange.statuses(response));
        Exchange.in(response, cindy).getFirst().assertSameAs(forSerena);
        Batch.in(Batch.get(connie, "serena", "sofia", ofSerenas.keyIds()), connie)
                .assertSameAs(ofSerenas);
    }

    @Test
    void anExchangePaysForItsSignaturesOnce() {
        Exchange puts = new Exchange();
        Exchange gets = new Exchange();
        for (int i = 0; i < 16; i++) {
            Batch batch = Batch.of(2);
            puts.put(batch);
            gets.get(batch.keyIds());
        }
        assertEquals(Collections.nCopies(16, 200), Exchange.statuses(puts.sentBy(carol)));
        assertEquals(32 * 32 + 32, hub.used("carol", PoolOwner.CLIENT));
        assertEquals(32, hub.used("carol", PoolOwner.HUB));
        Response got = gets.sentBy(connie);
        assertEquals(16, Exchange.in(got, connie).size());
        assertEquals(32, hub.used("connie", PoolOwner.CLIENT));
        assertEquals(32 * 32 + 32, hub.used("connie", PoolOwner.HUB));
        assertEquals(32 * 32 + 32, connie.namedByHub());
        assertEquals(
                1,
                got.json()
                        .getJsonObject("encryption_key_allocation")
                        .getJsonArray("fragments")
                        .size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sofia|sofia||403",
                "nobody|sofia||403",
                "''|sofia||400",
                "sam|' '||400",
                "sam|sofia|,\"sharing\":\"shamir\"|400",
                "sam|sofia|,\"sharing\":\"its\"|400",
                "sam|sofia|,\"threshold\":0|400",
                "sam|sofia|,\"threshold\":256|400",
                "sam|sofia|,\"places\":{\"hank\":0}|400",
                "sam|sofia|,\"places\":{\"hank\":1,\"helen\":1}|400",
                "sam|sofia|,\"places\":{\"../hank\":1}|400",
                "sam|sofia|,\"additional_slave_sae_ids\":[\"\"]|400"
            })
    void aPutThatIsNotAllowedFailsAlone(
            String master, String slave, @org.jspecify.annotations.Nullable String members, int status) {
        Batch first = Batch.of(2);
        Batch wrong = Batch.of(3);
        Batch last = Batch.ofSizes(5);
        Response response = new Exchange()
                .put(first)
                .put(wrong, master, slave, members == null ? "" : members)
                .put(last)
                .sentBy(carol);
        assertEquals(List.of(200, status, 200), Exchange.statuses(response));
        assertEquals(1, hub.refused(status));
        Batch.in(first.gotBy(connie), connie).assertSameAs(first);
        Batch.in(last.gotBy(connie), connie).assertSameAs(last);
        assertEquals(3, hub.shares.status().size());
    }

    @Test
    void aKeyThatIsThereAlreadyIsAConflictForItsEntryAlone() {
        Batch held = Batch.of(1);
        held.mustBePostedBy(carol);
        Batch fresh = Batch.of(2);
        Batch other = Batch.of(2);
        Response response =
                new Exchange().put(fresh).put(together(other, held)).put(fresh).sentBy(carol);
        assertEquals(List.of(200, 409, 409), Exchange.statuses(response));
        assertTrue(
                Exchange.message(response, 1).contains(held.keyIds().iterator().next()));
        Batch.in(held.gotBy(connie), connie).assertSameAs(held);
        Batch.in(fresh.gotBy(connie), connie).assertSameAs(fresh);
        other.gotBy(connie).error(404);
        assertEquals(32 * (1 + 1 + 2 + 3 + 2 + 1), hub.used("carol", PoolOwner.CLIENT), "its owner has spent the pad");
    }

    @Test
    void whatIsTooMuchForTheHubIsTooMuchInItsEntryAlone() {
        try (TestHub small = TestHub.start("quota.shares", "3")) {
            FakeClient initiator = FakeClient.ready(small.base(), "carol", "sam", "sofia");
            Batch first = Batch.of(2);
            Batch last = Batch.of(1);
            Response response =
                    new Exchange().put(first).put(Batch.of(2)).put(last).sentBy(initiator);
            assertEquals(List.of(200, 429, 200), Exchange.statuses(response));
            Batch.in(together(first, last).gotBy(initiator), initiator).assertSameAs(together(first, last));
        }
    }

    @Test
    void aGetThatIsRefusedFailsAlone() {
        Batch held = Batch.of(2);
        held.mustBePostedBy(carol);
        Batch different = Batch.of(1);
        assertEquals(200, different.postedBy(carol, ",\"threshold\":4").status());
        Batch longer = Batch.ofSizes(33);
        longer.mustBePostedBy(carol);
        String first = held.keyIds().iterator().next();
        Batch pair = together(Batch.of(1), new Batch(Map.of(first, new byte[32])));
        int shares = hub.shares.status().size();
        Response response = new Exchange()
                .get("sofia", "sofia", held.keyIds())
                .get("sam", "sam", held.keyIds())
                .get("", "sofia", held.keyIds())
                .get(pair.keyIds())
                .get(together(held, different).keyIds())
                .get(together(held, longer).keyIds())
                .get(longer.keyIds())
                .sentBy(connie);
        assertEquals(List.of(403, 403, 400, 404, 409, 409, 200), Exchange.statuses(response));
        assertEquals(1, hub.refused(404));
        Exchange.in(response, connie).getLast().assertSameAs(longer);
        assertEquals(33 + 32, hub.used("connie", PoolOwner.HUB));
        // Had others been marked as fetched, their grace time would be over now.
        hub.clock.advance(Duration.ofMinutes(2));
        hub.shares.expire();
        assertEquals(shares - 1, hub.shares.status().size());
    }

    @Test
    void whatIsHandedOverCanBeGotInTheSameExchange() {
        Batch batch = Batch.of(2);
        Response response = new Exchange()
                .put(batch, "sam", "selma", "")
                .get("sam", "selma", batch.keyIds())
                .get("sam", "selma", batch.keyIds())
                .sentBy(carol);
        assertEquals(List.of(200, 200, 200), Exchange.statuses(response));
        Exchange.in(response, carol).forEach(given -> given.assertSameAs(batch));
    }

    @Test
    void theSignerMustBeTheClientThatIsNamed() {
        Batch batch = Batch.of(1);
        Exchange exchange = new Exchange().put(batch);
        String message = exchange.message(connie, connie.allocate(32)).replace("\"connie\"", "\"carol\"");
        connie.exchange("POST", Exchange.EXCHANGE, message).error(403);
        assertEquals(32, hub.used("connie", PoolOwner.CLIENT), "the signing key alone is used");
        assertEquals(0, hub.shares.status().size());
    }

    @Test
    void ofTooManySharesForOneAnswerThoseThatFitAreGiven() {
        try (TestHub small = TestHub.start("http.max-body", "2000")) {
            FakeClient both = FakeClient.ready(small.base(), "carol", "sam", "sofia");
            both.fetch("client", 4000);
            both.fetch("hub", 4000);
            Batch first = Batch.ofSizes(300);
            Batch large = Batch.ofSizes(700, 700);
            Batch second = Batch.ofSizes(300);
            Batch third = Batch.ofSizes(600);
            for (Batch batch : List.of(first, second, third)) {
                batch.mustBePostedBy(both);
            }
            large.shares().forEach((keyId, share) -> new Batch(Map.of(keyId, share)).mustBePostedBy(both));
            Response response = new Exchange()
                    .get(first.keyIds())
                    .get(large.keyIds())
                    .get(second.keyIds())
                    .get(third.keyIds())
                    .sentBy(both);
            assertEquals(List.of(200, 413, 200, 413), Exchange.statuses(response));
            assertTrue(response.body().length <= 2000);
            Exchange.in(response, both).get(2).assertSameAs(second);
            Response again = new Exchange().get(third.keyIds()).sentBy(both);
            Exchange.in(again, both).getFirst().assertSameAs(third);
            assertEquals(
                    List.of(413),
                    Exchange.statuses(new Exchange().get(large.keyIds()).sentBy(both)));
        }
    }

    @Test
    void aShareTooLargeForAnAnswerIsGivenInOneOfItsOwn() {
        try (TestHub small = TestHub.start("http.max-body", "2000")) {
            FakeClient both = FakeClient.ready(small.base(), "carol", "sam", "sofia");
            Batch large = Batch.ofSizes(1200);
            large.mustBePostedBy(both);
            Batch other = Batch.of(1);
            other.mustBePostedBy(both);
            Response response =
                    new Exchange().get(large.keyIds()).get(other.keyIds()).sentBy(both);
            assertEquals(List.of(200, 413), Exchange.statuses(response));
            Exchange.in(response, both).getFirst().assertSameAs(large);
        }
    }

    @Test
    void whenTheHubHasTooFewBytesForAllThoseWhoAskForMostGetNothing() {
        List<Batch> batches =
                IntStream.of(100, 3000, 32, 1500).mapToObj(Batch::ofSizes).toList();
        carol.fetch("client", 4000);
        Exchange puts = new Exchange();
        Exchange gets = new Exchange();
        for (Batch batch : batches) {
            puts.put(batch);
            gets.get(batch.keyIds());
        }
        assertEquals(List.of(200, 200, 200, 200), Exchange.statuses(puts.sentBy(carol)));
        Response response = gets.sentBy(connie);
        assertEquals(List.of(200, 503, 200, 200), Exchange.statuses(response));
        List<Batch> given = Exchange.in(response, connie);
        given.get(0).assertSameAs(batches.get(0));
        given.get(3).assertSameAs(batches.get(3));
        hub.clock.advance(Duration.ofMinutes(2));
        hub.shares.expire();
        assertEquals(1, hub.shares.status().size(), "what was not given does not count as fetched");
    }

    @Test
    void ofAnEntryThatIsAloneTheWholeAnswerSaysHowManyBytesAreMissing() {
        try (TestHub impatient = TestHub.start("psrd.wait", "10ms")) {
            FakeClient both = FakeClient.ready(impatient.base(), "carol", "sam", "sofia");
            both.fetch("client", 8000);
            Batch large = Batch.ofSizes(5000);
            large.mustBePostedBy(both);
            Response response = new Exchange().get(large.keyIds()).sentBy(both);
            response.error(503);
            assertEquals(5032, response.json().getJsonObject("details").getInt("wanted"));
            both.fetch("hub", 8000);
            Exchange.in(new Exchange().get(large.keyIds()).sentBy(both), both)
                    .getFirst()
                    .assertSameAs(large);
        }
    }

    @Test
    void anExchangeHasAsManyEntriesOfAKindAs1024() {
        FakeClient cindy = FakeClient.ready(hub.base(), "cindy", "serena");
        cindy.fetch("hub", 4000);
        Collection<String> nothing = List.of(UUID.randomUUID().toString());
        Exchange most = new Exchange();
        IntStream.range(0, 1024).forEach(i -> most.get(nothing));
        assertEquals(Collections.nCopies(1024, 404), Exchange.statuses(most.sentBy(cindy)));
        most.get(nothing).sentBy(cindy).error(400);
    }

    @Test
    void aGetDoesNotWaitForAPutOfOtherKeys() {
        Batch held = Batch.of(1);
        held.mustBePostedBy(carol);
        Batch fresh = Batch.of(1);
        Response response =
                new Exchange().put(fresh).get("sam", "selma", held.keyIds()).sentBy(carol);
        assertEquals(List.of(200, 403), Exchange.statuses(response));
    }

    private static Batch together(Batch... batches) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        new ArrayList<>(List.of(batches)).forEach(batch -> all.putAll(batch.shares()));
        return new Batch(all);
    }
}
