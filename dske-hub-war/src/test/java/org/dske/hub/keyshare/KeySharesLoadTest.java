package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many batches at once, and batches that the pools are too dry for. */
class KeySharesLoadTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void ofSixteenBatchesWithAKeyInCommonOneIsTakenWholly() throws Exception {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            carol.fetch("client", 100_000);
            Batch common = Batch.of(1);
            List<Batch> batches = new ArrayList<>();
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Batch batch = together(Batch.of(10), common, Batch.of(10));
                batches.add(batch);
                answers.add(threads.submit(() -> batch.postedBy(carol)));
            }
            List<Batch> taken = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Response response = answers.get(i).get(60, TimeUnit.SECONDS);
                if (response.status() == 200) {
                    taken.add(batches.get(i));
                } else {
                    response.error(409);
                }
            }
            assertEquals(1, taken.size());
            assertEquals(21, hub.shares.status().size());
            Batch.in(taken.get(0).gotBy(carol), carol).assertSameAs(taken.get(0));
        }
    }

    @Test
    void whoFetchesDuringAPostGetsAllSharesOrHearsThatAllAreUnknown() throws Exception {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia");
            carol.fetch("client", 100_000);
            connie.fetch("client", 1_000_000);
            connie.fetch("hub", 1_000_000);
            for (int round = 0; round < 20; round++) {
                Batch batch = Batch.of(40);
                Future<Batch> fetched = threads.submit(() -> {
                    while (true) {
                        Response response = batch.gotBy(connie);
                        if (response.status() == 200) {
                            return Batch.in(response, connie);
                        }
                        response.error(404);
                        JsonObject details = response.json().getJsonObject("details");
                        assertEquals(40, details.getJsonArray("unknown_key_ids").size());
                    }
                });
                batch.mustBePostedBy(carol);
                fetched.get(60, TimeUnit.SECONDS).assertSameAs(batch);
            }
        }
    }

    @Test
    void batchesAtOnceNeverShareAByte() throws Exception {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            carol.fetch("client", 200_000);
            carol.fetch("hub", 200_000);
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                int number = 1 + 3 * thread;
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 5; i++) {
                        Batch batch = Batch.of(number);
                        batch.mustBePostedBy(carol);
                        Batch.in(batch.gotBy(carol), carol).assertSameAs(batch);
                    }
                }));
            }
            for (Future<?> one : work) {
                one.get(60, TimeUnit.SECONDS);
            }
            int shares = 5 * (16 + 3 * 120);
            assertEquals(shares * 32 + 160 * 32, carol.namedByHub());
            assertEquals(
                    204_000 - shares * 32 - 160 * 32,
                    hub.client("carol").hubPool().remaining());
        }
    }

    @Test
    void aHubThatCanSignButNotEncryptGivesNoneOfTheShares() {
        try (TestHub hub = TestHub.start("psrd.wait", "10ms")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("client", 1000);
            carol.fetch("hub", 32 + 32 + 95);
            Batch batch = Batch.of(3);
            batch.mustBePostedBy(carol);
            Response response = batch.gotBy(carol);
            response.error(503);
            assertEquals(96 + 32, response.json().getJsonObject("details").getInt("wanted"));
            assertEquals(95, hub.client("carol").hubPool().remaining(), "a failed allocation takes nothing");
            hub.clock.advance(Duration.ofMinutes(2));
            carol.fetch("hub", 1000);
            Batch.in(batch.gotBy(carol), carol).assertSameAs(batch);
        }
    }

    @Test
    void aPadThatWasWaitedForTooLongGoesBackIntoThePool() throws Exception {
        try (TestHub hub = TestHub.start("psrd.wait", "30s")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("client", 1000);
            carol.fetch("hub", 32 + 40);
            Batch batch = Batch.of(3);
            batch.mustBePostedBy(carol);
            CountDownLatch fetched = new CountDownLatch(1);
            Future<Boolean> refill = LoadTest.underWay(hub, threads, fetched);
            Future<Response> waiting = threads.submit(() -> batch.gotBy(carol));
            // Both requests' signing keys and the post's pad: the fetch has verified, and waits from now on.
            while (hub.used("carol", PoolOwner.CLIENT) != 32 + 96 + 32
                    || hub.client("carol").hubPool().remaining() != 40) {
                assertFalse(waiting.isDone());
                Thread.onSpinWait();
            }
            hub.shares.close();
            carol.fetch("hub", 1000);
            Response refused = waiting.get(20, TimeUnit.SECONDS);
            assertTrue(refused.error(404).contains("2 more"));
            fetched.countDown();
            assertTrue(refill.get(20, TimeUnit.SECONDS));
            assertEquals(1040 - 32, hub.client("carol").hubPool().remaining());
        }
    }

    private static Batch together(Batch... batches) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (Batch batch : batches) {
            all.putAll(batch.shares());
        }
        return new Batch(all);
    }
}
