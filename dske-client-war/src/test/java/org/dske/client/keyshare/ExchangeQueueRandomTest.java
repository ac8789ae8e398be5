package org.dske.client.keyshare;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.client.transport.HubException;
import org.dske.key.KeyId;
import org.dske.testing.Seed;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many encryptors at once, at a hub that hangs, refuses and forgets: each gets what is its own, and every byte is counted. */
class ExchangeQueueRandomTest {
    private static final int THREADS = 8;
    private static final int STEPS = 40;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverComesTogetherEachEntryIsAnsweredByItself(boolean faults) {
        Seed.check(random -> {
            try (QueuedHub client = new QueuedHub(new RoundTripTime());
                    ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
                Random odds = new Random(random.nextLong());
                if (faults) {
                    client.hub.fault = call -> call.what().equals("POST exchange") ? fault(odds) : Fault.NONE;
                }
                client.hub.refuses = entry -> entry.getInt("size", 0) == 41 ? 429 : 0;
                ConcurrentLinkedQueue<ShareBatch> taken = new ConcurrentLinkedQueue<>();
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random own = new Random(random.nextLong());
                    all.add(threads.submit(() -> {
                        for (int step = 0; step < STEPS; step++) {
                            step(client, own, taken, faults);
                        }
                    }));
                }
                for (Future<?> one : all) {
                    one.get(60, TimeUnit.SECONDS);
                }
                client.hub.release();
                await("all is wiped that was sent", () -> client.sent.stream().allMatch(QueuedHub::isWiped));
                for (ShareBatch batch : taken) {
                    List<KeyId> keyIds = QueuedHub.keyIds(batch);
                    client.assertShares(keyIds, client.get(keyIds).join());
                }
                if (!faults) {
                    assertEquals(client.own.used(), client.hub.usedByClient("carol"));
                }
            }
        });
    }

    private static Fault fault(Random odds) {
        synchronized (odds) {
            return switch (odds.nextInt(12)) {
                case 0 -> Fault.DROP;
                case 1 -> Fault.HANG;
                case 2 -> Fault.UNKNOWN_BLOCK;
                case 3 -> Fault.WRONG_COUNT;
                default -> Fault.NONE;
            };
        }
    }

    private static void step(QueuedHub client, Random random, ConcurrentLinkedQueue<ShareBatch> taken, boolean faults) {
        int number = random.nextInt(20) == 0 ? 150 : random.nextInt(1, 5);
        ShareBatch batch = client.batch(number, random.nextInt(5) == 0 ? 41 : 40 + 2 * random.nextInt(3));
        boolean refused = batch.shareSize() == 41;
        Duration limit = faults ? Duration.ofMillis(random.nextInt(10, 300)) : QueuedHub.LONG;
        CompletableFuture<Void> put = client.sender.send(batch, limit);
        try {
            put.join();
            assertTrue(!refused, "what is refused is not taken");
            taken.add(batch);
        } catch (CompletionException e) {
            HubException why = (HubException) e.getCause();
            assertTrue(faults || refused, () -> "failed for no reason: " + why.getMessage());
        }
        ShareBatch some = taken.peek();
        if (some != null && random.nextBoolean()) {
            FetchedShares fetched = client.get(QueuedHub.keyIds(some), limit)
                    .handle((shares, failure) ->
                            shares == null ? FetchedShares.none(List.of(), HubException.pending()) : shares)
                    .join();
            assertTrue(faults || fetched.failures().isEmpty());
            fetched.shares().forEach((keyId, share) -> client.assertShare(keyId, share));
            fetched.close();
            assertEquals(Map.of(), faults ? Map.of() : fetched.failures());
        }
    }
}
