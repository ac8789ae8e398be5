package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.Test;

/** Pools that run dry, and many requests at once. */
class LoadTest {
    private static final int MANY = 64;
    private static final byte[] SHARE = FakeClient.utf8("a share of as many bytes as this");

    @Test
    void sixteenClientsThreadsNeverGetTheSameByteAndAllSignaturesVerify() {
        Seed.check(random -> {
            byte[] seedShare = Seed.bytes(random, 32);
            try (TestHub hub = TestHub.start()) {
                FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
                carol.fetch("client", 60_000);
                carol.fetch("hub", 60_000);
                ExecutorService threads = Executors.newFixedThreadPool(16);
                List<Future<?>> work = new ArrayList<>();
                for (int thread = 0; thread < 16; thread++) {
                    int offset = thread;
                    work.add(threads.submit(() -> {
                        for (int i = 0; i < 20; i++) {
                            String keyId = UUID.randomUUID().toString();
                            byte[] share = java.util.Arrays.copyOf(seedShare, 1 + (offset * 20 + i) % 64);
                            carol.posted(keyId, share);
                            assertArrayEquals(share, carol.decrypt(carol.get(keyId)));
                        }
                    }));
                }
                for (Future<?> one : work) {
                    one.get(60, TimeUnit.SECONDS);
                }
                threads.shutdown();
                int shares = 0;
                for (int i = 0; i < 320; i++) {
                    shares += 1 + i % 64;
                }
                assertEquals(320 * 64 + shares, carol.namedByHub());
                long left = hub.client("carol").hubPool().remaining();
                assertEquals(64_000 - 320 * 64 - shares, left);
            }
        });
    }

    @Test
    void oneRequestThatIsSentSixteenTimesAtOnceIsServedOnce() throws Exception {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            byte[] body = FakeClient.utf8(carol.share(UUID.randomUUID().toString(), 0, SHARE, ""));
            String header = carol.header(FakeClient.KEY_SHARE, body);
            ExecutorService threads = Executors.newFixedThreadPool(16);
            List<Future<Response>> answers = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                answers.add(threads.submit(() -> carol.send("POST", FakeClient.KEY_SHARE, header, body)));
            }
            List<Response> served = new ArrayList<>();
            for (Future<Response> answer : answers) {
                Response response = answer.get(60, TimeUnit.SECONDS);
                if (response.status() == 200) {
                    served.add(carol.verified(response));
                } else {
                    response.error(401);
                }
            }
            threads.shutdown();
            assertEquals(1, served.size());
            assertEquals(64, hub.used("carol", PoolOwner.CLIENT));
            assertEquals(32, hub.used("carol", PoolOwner.HUB));
        }
    }

    @Test
    void aHubThatCannotEvenSignSaysWhichPoolIsDry() {
        try (TestHub hub = TestHub.start("psrd.wait", "10ms")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("client", 1000);
            carol.fetch("hub", 31);
            String target = FakeClient.KEY_SHARE + "?client_name=carol&key_id=" + UUID.randomUUID();
            Response response = carol.send("GET", target, carol.header(target, new byte[0]), new byte[0]);
            response.error(503);
            assertNull(response.headers().get("dske-signature"));
            JsonObject details = response.json().getJsonObject("details");
            assertEquals("hank/carol/hub", details.getString("pool"));
            assertEquals(32, details.getInt("wanted"));
            assertEquals(31, details.getInt("left"));
            assertEquals(31, hub.client("carol").hubPool().remaining(), "a failed allocation takes nothing");
            carol.fetch("hub", 1000);
            carol.get(UUID.randomUUID().toString()).error(404);
        }
    }

    @Test
    void aHubThatCanSignButNotEncryptSaysSoWithASignature() {
        try (TestHub hub = TestHub.start("psrd.wait", "10ms")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("client", 1000);
            carol.fetch("hub", 32 + 32 + 20);
            String keyId = UUID.randomUUID().toString();
            carol.posted(keyId, SHARE);
            Response response = carol.get(keyId);
            response.error(503);
            JsonObject details = response.json().getJsonObject("details");
            assertEquals("hank/carol/hub", details.getString("pool"));
            assertEquals(64, details.getInt("wanted"));
            assertEquals(52, details.getInt("left"));
            assertEquals(20, hub.client("carol").hubPool().remaining(), "a failed allocation takes nothing");
            carol.fetch("hub", 1000);
            assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)), "the share is still there");
        }
    }

    @Test
    void aHubWhosePoolIsNotLowTurnsALargeNeedDownAtOnce() {
        try (TestHub hub = TestHub.start("psrd.block-size", "100", "psrd.refill-below", "0", "psrd.wait", "1h")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("client", 1000);
            carol.fetch("hub", 80);
            String keyId = UUID.randomUUID().toString();
            carol.posted(keyId, SHARE);
            assertTrue(carol.get(keyId).error(503).contains("64 bytes wanted, 48 bytes left"));
        }
    }

    @Test
    void whoeverWaitsIsServedWhenTheRefillArrives() throws Exception {
        try (TestHub hub = TestHub.start("psrd.wait", "30s")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("client", 1000);
            carol.fetch("hub", 32 + 40);
            String keyId = UUID.randomUUID().toString();
            carol.posted(keyId, SHARE);
            ExecutorService thread = Executors.newFixedThreadPool(2);
            CountDownLatch fetched = new CountDownLatch(1);
            Future<Boolean> refill = underWay(hub, thread, fetched);
            String target =
                    FakeClient.KEY_SHARE + "?client_name=carol&master_sae_id=sam&slave_sae_id=sofia&key_id=" + keyId;
            String header = carol.header(target, new byte[0]);
            Future<Response> waiting = thread.submit(() -> carol.send("GET", target, header, new byte[0]));
            // The request has verified: from now on it waits.
            while (hub.used("carol", PoolOwner.CLIENT) != 96) {
                assertFalse(waiting.isDone());
                Thread.onSpinWait();
            }
            carol.fetch("hub", 1000);
            Response response = waiting.get(20, TimeUnit.SECONDS);
            assertNotNull(response);
            fetched.countDown();
            assertTrue(refill.get(20, TimeUnit.SECONDS));
            assertArrayEquals(SHARE, carol.decrypt(carol.verified(response)));
            thread.shutdown();
        }
    }

    /** Has a refill of carol's be under way until it is let go. */
    static Future<Boolean> underWay(TestHub hub, ExecutorService thread, CountDownLatch letGo) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> refill = thread.submit(() -> hub.client("carol").refill(PoolOwner.HUB, () -> {
            begun.countDown();
            try {
                return letGo.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        return refill;
    }

    @Test
    void fewWaitForABlockThatIs() throws Exception {
        try (TestHub hub = TestHub.start("psrd.wait", "1h")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("client", 4000);
            ExecutorService threads = Executors.newFixedThreadPool(MANY + 1);
            CountDownLatch fetched = new CountDownLatch(1);
            Future<Boolean> refill = underWay(hub, threads, fetched);
            List<Future<Response>> answers = askedAtOnce(carol, threads, MANY);
            long refused = 0;
            while (refused < MANY - 4) {
                refused = answers.stream().filter(Future::isDone).count();
                Thread.onSpinWait();
            }
            carol.fetch("hub", 4000);
            int served = 0;
            for (Future<Response> answer : answers) {
                served += answer.get(60, TimeUnit.SECONDS).status() == 404 ? 1 : 0;
            }
            assertEquals(4, served);
            fetched.countDown();
            assertTrue(refill.get(20, TimeUnit.SECONDS));
            threads.shutdown();
        }
    }

    private static List<Future<Response>> askedAtOnce(FakeClient carol, ExecutorService threads, int times) {
        String target = "/dske/api/v1/nothing";
        return IntStream.range(0, times)
                .mapToObj(i ->
                        threads.submit(() -> carol.send("GET", target, carol.header(target, new byte[0]), new byte[0])))
                .toList();
    }
}
