package org.dske.psrd;

import static org.dske.ledger.SegmentStore.SEGMENT_SIZE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.StoreException;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An owner and a taker, each over a store that takes its time, and fails; a wire that loses, doubles, delays and reorders messages; and
 * crashes of either at any point. What was named and what was accepted is written down beside them, byte by byte.
 */
@Timeout(300)
class CrashTest {
    private static final int LARGEST_MESSAGE = 3 * SEGMENT_SIZE;

    @Test
    void noByteIsNamedOrAcceptedTwiceWhateverCrashesAndBothGoOnAfterwards() {
        Seed.check(random -> {
            for (int run = 0; run < 10; run++) {
                new Run(random).steps(1_000);
            }
        });
    }

    /** What one side is: its store outlives its pool. */
    private abstract static class Side<P extends Pool> {
        FakeStore store = new FakeStore().byHand();
        P pool = start(store);

        abstract P start(FakeStore its);

        void crash(int done) {
            store = store.crash(done);
            pool = start(store);
        }
    }

    private static final class Run {
        private final Random random;
        private final MutableClock clock = new MutableClock();
        private final Map<UUID, BitSet> named = new HashMap<>();
        private final Map<UUID, BitSet> accepted = new HashMap<>();
        private final List<Allocation> wire = new ArrayList<>();
        private final boolean ownerRegisters;
        private boolean begunAnew;
        private boolean registered = true;
        private int blocks;
        /** Why the last message was not taken that was not. */
        private volatile String whyNot = "";

        private final Side<OwnPool> owner = new Side<>() {
            @Override
            OwnPool start(FakeStore its) {
                return new OwnPool("owner", PoolOwner.HUB, its, 0, Refill.NONE, clock, 0);
            }
        };

        private final Side<PeerPool> taker = new Side<>() {
            @Override
            PeerPool start(FakeStore its) {
                return new PeerPool(
                        "taker", PoolOwner.HUB, its, 0, Refill.NONE, clock, 16L * SEGMENT_SIZE, LARGEST_MESSAGE);
            }
        };

        private Run(Random random) {
            this.random = random;
            this.ownerRegisters = random.nextBoolean();
        }

        private void steps(int number) throws Exception {
            for (int step = 0; step < number; step++) {
                switch (random.nextInt(registered ? 60 : 12)) {
                    case 0, 1, 2 -> store(owner.store);
                    case 3, 4, 5 -> store(taker.store);
                    case 6, 7, 8 -> register(true);
                    case 9 -> clock.advance(Duration.ofMillis(random.nextInt(20_000)));
                    case 10 -> addBlock(true);
                    case 11 -> mishap();
                    case 12, 13, 14, 15, 16, 17, 18, 19 -> store(random.nextBoolean() ? owner.store : taker.store);
                    default -> {
                        if (random.nextBoolean()) {
                            send();
                        } else {
                            arrive(true);
                        }
                    }
                }
                owner.pool.expire();
                taker.pool.expire();
                assertNothingStoredIsUsed();
            }
            goOn();
        }

        private void mishap() {
            Side<?> side = random.nextBoolean() ? owner : taker;
            if (random.nextInt(4) == 0) {
                stop(side);
            } else {
                crash(side);
            }
        }

        private void store(FakeStore store) {
            if (!store.pending().isEmpty()) {
                if (random.nextInt(10) == 0) {
                    store.failNext("as the test wants it");
                } else {
                    store.next();
                }
            }
        }

        private void send() {
            if (owner.pool.remaining() < 2 * SEGMENT_SIZE) {
                addBlock(true);
            }
            int size = 1 + random.nextInt(random.nextInt(5) == 0 ? LARGEST_MESSAGE : 10_000);
            try {
                AllocatedBytes allocated =
                        owner.pool.allocate(Duration.ZERO, size).get(0);
                if (random.nextInt(8) == 0) {
                    owner.pool.giveBack(allocated);
                    return;
                }
                Allocation allocation = allocated.allocation();
                assertArrayEquals(Blocks.expected(allocation), allocated.bytes().expose());
                mark(named, allocation, "named");
                for (int copies = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(8) / 7; copies > 0; copies--) {
                    wire.add(allocation);
                }
            } catch (StoreException | PoolExhaustedException | PoolStoppedException e) {
                // The store is slow or fails, a need is too large, or a registration is due.
                return;
            }
        }

        /** A message arrives, mostly of the last ones. The store goes on while it is taken, or fails, or the taker crashes. */
        private boolean arrive(boolean mishaps) throws Exception {
            if (wire.isEmpty()) {
                return false;
            }
            int newest = Math.min(wire.size(), random.nextInt(10) == 0 ? wire.size() : 5);
            Allocation message = wire.remove(wire.size() - 1 - random.nextInt(newest));
            PeerPool pool = taker.pool;
            FutureTask<Boolean> taking = new FutureTask<>(() -> take(pool, message));
            Thread thread = new Thread(taking);
            thread.start();
            while (!taking.isDone()) {
                boolean waits = thread.getState() == Thread.State.TIMED_WAITING;
                if (waits && !taker.store.pending().isEmpty()) {
                    if (mishaps && random.nextInt(20) == 0) {
                        crash(taker);
                        thread.interrupt();
                        thread.join();
                        // It was not accepted: the life in which it would have been is over.
                        return false;
                    }
                    if (mishaps) {
                        store(taker.store);
                    } else {
                        taker.store.next();
                    }
                }
                Thread.onSpinWait();
            }
            if (taking.get()) {
                mark(accepted, message, "accepted");
            }
            return taking.get();
        }

        private boolean take(PeerPool pool, Allocation message) {
            try (SecretBytes bytes = pool.peek(message, message.size(), Duration.ZERO)) {
                pool.consume(message);
                assertArrayEquals(Blocks.expected(message), bytes.expose());
                return true;
            } catch (StoreException | InvalidAllocationException | UnknownBlockException e) {
                whyNot = e.toString();
                return false;
            }
        }

        private void crash(Side<?> side) {
            side.crash(random.nextInt(1 + side.store.pending().size()));
            begunAnew = true;
            registered = false;
        }

        private void stop(Side<?> side) {
            CompletableFuture<Void> stopped = side.pool.putBack();
            side.store.all();
            assertTrue(stopped.isDone());
            crash(side);
        }

        /** The hub has a block first; the client may not get it. */
        private void addBlock(boolean mishaps) {
            int n = ++blocks;
            int size = 1 + random.nextInt(random.nextInt(3) == 0 ? 3_000 : 6 * SEGMENT_SIZE);
            named.put(Blocks.uuid(n), new BitSet());
            accepted.put(Blocks.uuid(n), new BitSet());
            Side<?> hub = ownerRegisters ? taker : owner;
            Side<?> client = ownerRegisters ? owner : taker;
            boolean done =
                    add(hub, n, size, mishaps) && (!mishaps || random.nextInt(8) > 0) && add(client, n, size, mishaps);
            registered &= done;
        }

        private boolean add(Side<?> side, int n, int size, boolean mishaps) {
            CompletableFuture<Void> added = side.pool.add(Blocks.block(n, size));
            while (!added.isDone()) {
                if (mishaps) {
                    store(side.store);
                } else {
                    side.store.next();
                }
            }
            return !added.isCompletedExceptionally();
        }

        /** The client asks, the hub answers, and either may get lost. */
        private void register(boolean mishaps) {
            Pool client = ownerRegisters ? owner.pool : taker.pool;
            Pool hub = ownerRegisters ? taker.pool : owner.pool;
            if (ownerRegisters) {
                owner.pool.pause();
            }
            registered = false;
            Set<UUID> known = client.blockUuids();
            Map<UUID, Integer> marks = client.marks();
            boolean heard = !lost(mishaps) && settles(hub, known, marks, mishaps);
            if (heard && !lost(mishaps) && settles(client, hub.blockUuids(), hub.marks(), mishaps)) {
                owner.pool.resume();
                registered = true;
                begunAnew = false;
            }
        }

        private boolean lost(boolean mishaps) {
            return mishaps && random.nextInt(6) == 0;
        }

        private boolean settles(Pool pool, Set<UUID> known, Map<UUID, Integer> marks, boolean mishaps) {
            FakeStore store = pool == owner.pool ? owner.store : taker.store;
            CompletableFuture<Void> settled =
                    CompletableFuture.allOf(pool.retain(known), pool.settle(marks, begunAnew));
            while (!settled.isDone()) {
                if (mishaps) {
                    store(store);
                } else {
                    store.next();
                }
            }
            return !settled.isCompletedExceptionally();
        }

        /** All is well again: then every message is taken. */
        private void goOn() throws Exception {
            owner.store.all();
            taker.store.all();
            register(false);
            assertTrue(registered && owner.pool.isSettled() && taker.pool.isSettled());
            wire.clear();
            for (int i = 0; i < 30; i++) {
                if (owner.pool.remaining() < LARGEST_MESSAGE) {
                    addBlock(false);
                }
                owner.store.all();
                int size = 1 + random.nextInt(30_000);
                AllocatedBytes allocated = allocate(size);
                mark(named, allocated.allocation(), "named");
                wire.add(allocated.allocation());
                assertTrue(arrive(false), "message " + i + " is not taken: " + whyNot);
            }
            assertTrue(owner.pool.status(false).inMemory() <= 2 * LARGEST_MESSAGE);
        }

        private AllocatedBytes allocate(int size) {
            while (true) {
                try {
                    return owner.pool.allocate(Duration.ZERO, size).get(0);
                } catch (StoreException e) {
                    owner.store.all();
                } catch (PoolExhaustedException e) {
                    addBlock(false);
                    owner.store.all();
                }
            }
        }

        private static void mark(Map<UUID, BitSet> ledger, Allocation allocation, String what) {
            for (Fragment fragment : allocation.fragments()) {
                BitSet bits = ledger.get(fragment.blockUuid());
                int used = bits.nextSetBit(fragment.start());
                assertTrue(
                        used < 0 || used >= fragment.end(),
                        () -> "byte " + used + " of " + fragment + " is " + what + " twice");
                bits.set(fragment.start(), fragment.end());
            }
        }

        private void assertNothingStoredIsUsed() {
            assertNothingStoredIs(named, owner.store);
            assertNothingStoredIs(accepted, taker.store);
        }

        private static void assertNothingStoredIs(Map<UUID, BitSet> ledger, FakeStore store) {
            for (StoredBlock block : store.blocks()) {
                assertEquals(-1, ledger.get(block.uuid()).nextSetBit(block.storedFrom()), "a stored byte is used");
            }
        }
    }
}
