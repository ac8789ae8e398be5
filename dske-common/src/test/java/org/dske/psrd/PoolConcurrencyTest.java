package org.dske.psrd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An owner and a taker under the load of many threads. */
@Timeout(120)
class PoolConcurrencyTest {
    private static final int THREADS = 8;
    private static final int BLOCK_SIZE = 500;

    private final ExecutorService refiller = Executors.newSingleThreadExecutor();
    private final AtomicInteger blocks = new AtomicInteger();
    private final Map<UUID, AtomicIntegerArray> uses = new ConcurrentHashMap<>();
    private final PeerPool peer = Pools.peer("peer", PoolOwner.CLIENT, 0, Refill.NONE, new MutableClock(), 1 << 20);
    private final OwnPool own =
            Pools.own("own", PoolOwner.CLIENT, 100, new BackgroundRefill(), new MutableClock(), 100);

    /** Brings one block at a time, in the background, and asks again while more is wanted. */
    private final class BackgroundRefill implements Refill {
        private final AtomicBoolean underWay = new AtomicBoolean();

        @Override
        public void request(long bytes) {
            if (underWay.compareAndSet(false, true)) {
                refiller.execute(() -> {
                    addBlock();
                    underWay.set(false);
                    own.refillEnded();
                });
            }
        }

        @Override
        public boolean isUnderWay() {
            return underWay.get();
        }
    }

    private void addBlock() {
        int n = blocks.incrementAndGet();
        uses.put(Blocks.uuid(n), new AtomicIntegerArray(BLOCK_SIZE));
        peer.add(Blocks.block(n, BLOCK_SIZE)).join();
        own.add(Blocks.block(n, BLOCK_SIZE)).join();
    }

    @Test
    void noByteIsHandedOutTwiceAndNoRequestFailsWhileRefillsCome() {
        Seed.check(random -> {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<Long>> results = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    results.add(threads.submit(worker(new Random(random.nextLong()))));
                }
                long used = 0;
                for (Future<Long> result : results) {
                    used += result.get(60, TimeUnit.SECONDS);
                }
                refiller.shutdown();
                assertTrue(refiller.awaitTermination(20, TimeUnit.SECONDS));
                assertEquals((long) blocks.get() * BLOCK_SIZE, used + own.remaining());
                assertEquals(own.status(false).unused(), peer.status(false).unused());
            } finally {
                threads.shutdownNow();
                refiller.shutdownNow();
            }
        });
    }

    private Callable<Long> worker(Random random) {
        return () -> {
            long used = 0;
            for (int i = 0; i < 500; i++) {
                int size = 1 + random.nextInt(i % 50 == 0 ? 1200 : 40);
                List<AllocatedBytes> message = own.allocate(Duration.ofSeconds(30), size, 32);
                boolean sent = random.nextInt(5) > 0;
                for (AllocatedBytes allocated : message) {
                    Allocation allocation = allocated.allocation();
                    assertArrayEquals(
                            Blocks.expected(allocation), allocated.bytes().expose());
                    if (sent) {
                        mark(allocation);
                        assertEquals(allocated.bytes(), peer.peek(allocation, allocation.size(), Duration.ZERO));
                        peer.consume(allocation);
                        used += allocation.size();
                        allocated.close();
                    } else {
                        own.giveBack(allocated);
                    }
                }
            }
            return used;
        };
    }

    private void mark(Allocation allocation) {
        for (Fragment fragment : allocation.fragments()) {
            AtomicIntegerArray counts = Objects.requireNonNull(uses.get(fragment.blockUuid()));
            for (int i = fragment.start(); i < fragment.end(); i++) {
                assertEquals(1, counts.incrementAndGet(i), "byte " + i + " of " + fragment);
            }
        }
    }

    /** Large messages over a store that takes its time: nearly all of it is in the background. */
    @Test
    void noByteIsHandedOutOrTakenTwiceWhileSegmentsAreTakenOutInTheBackground() {
        Seed.check(random -> {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try (SlowStore ownStore = new SlowStore();
                    SlowStore peerStore = new SlowStore()) {
                int size = 40 * SegmentStore.SEGMENT_SIZE + 5;
                OwnPool owner =
                        new OwnPool("own", PoolOwner.CLIENT, ownStore.store, 0, Refill.NONE, new MutableClock(), 2);
                PeerPool taker = new PeerPool(
                        "peer",
                        PoolOwner.CLIENT,
                        peerStore.store,
                        0,
                        Refill.NONE,
                        new MutableClock(),
                        1 << 24,
                        Pools.LARGEST_MESSAGE);
                for (int n = 1; n <= 4; n++) {
                    taker.add(Blocks.block(n, size)).join();
                    owner.add(Blocks.block(n, size)).join();
                    uses.put(Blocks.uuid(n), new AtomicIntegerArray(size));
                }
                List<Future<Long>> results = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random its = new Random(random.nextLong());
                    results.add(threads.submit(() -> use(owner, taker, its)));
                }
                long used = 0;
                for (Future<Long> result : results) {
                    used += result.get(60, TimeUnit.SECONDS);
                }
                assertEquals(4L * size, used + owner.remaining());
                assertEquals(owner.remaining(), taker.status(false).unused());
            } finally {
                threads.shutdownNow();
            }
        });
    }

    private long use(OwnPool owner, PeerPool taker, Random random) {
        long used = 0;
        for (int i = 0; i < 100; i++) {
            int size = 1 + random.nextInt(i % 10 == 0 ? 100_000 : 2_000);
            for (AllocatedBytes allocated : owner.allocate(Duration.ofSeconds(30), size, 32)) {
                Allocation allocation = allocated.allocation();
                mark(allocation);
                assertEquals(allocated.bytes(), taker.peek(allocation, allocation.size(), Duration.ZERO));
                taker.consume(allocation);
                used += allocation.size();
                allocated.close();
            }
        }
        return used;
    }

    /** A store with a thread that does what it is asked for, one thing after the other. */
    private static final class SlowStore implements AutoCloseable {
        private final FakeStore store = new FakeStore().byHand();
        private volatile boolean closed;

        private SlowStore() {
            new Thread(this::run).start();
        }

        private void run() {
            while (!closed) {
                if (store.pending().isEmpty()) {
                    Thread.onSpinWait();
                } else {
                    store.next();
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void ofManyMessagesThatNameTheSameBytesOneIsTaken() {
        Seed.check(random -> {
            PeerPool taker = Pools.peer("taker", PoolOwner.CLIENT, 0, Refill.NONE, new MutableClock(), 1 << 20);
            taker.add(Blocks.block(1, 4000)).join();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<Integer>> results = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    results.add(threads.submit(() -> {
                        int taken = 0;
                        for (int start = 0; start < 4000; start += 40) {
                            try {
                                taker.consume(Blocks.allocation(Blocks.fragment(1, start, 40)));
                                taken++;
                            } catch (InvalidAllocationException | UnknownBlockException e) {
                                // Another thread was faster: exactly one is.
                            }
                        }
                        return taken;
                    }));
                }
                int taken = 0;
                for (Future<Integer> result : results) {
                    taken += result.get(60, TimeUnit.SECONDS);
                }
                assertEquals(100, taken);
                assertEquals(0, taker.status(false).unused());
            } finally {
                threads.shutdownNow();
            }
        });
    }
}
