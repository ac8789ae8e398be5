package org.dske.psrd;

import static org.dske.ledger.SegmentStore.SEGMENT_SIZE;
import static org.dske.psrd.Blocks.allocation;
import static org.dske.psrd.Blocks.block;
import static org.dske.psrd.Blocks.expected;
import static org.dske.psrd.Blocks.fragment;
import static org.dske.psrd.Blocks.uuid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoreException;
import org.dske.ledger.StoredBlock;
import org.dske.psrd.Pool.Use;
import org.dske.secret.SecretBytes;
import org.dske.testing.Await;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An owner's pool and its store, which does what it is asked for when the test says so. */
@Timeout(60)
class OwnPoolStoreTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LARGE = 20 * SEGMENT_SIZE;

    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        started.add(thread);
        return thread;
    });
    private final MutableClock clock = new MutableClock();
    private final FakeRefill refill = new FakeRefill();
    private final FakeStore store = new FakeStore().byHand();
    private final OwnPool pool = over(store);

    private OwnPool over(FakeStore its) {
        return new OwnPool("hank/client", PoolOwner.CLIENT, its, 20, refill, clock, 2);
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private void added(int n, int size) {
        CompletableFuture<Void> added = pool.add(block(n, size));
        store.all();
        assertTrue(added.isDone());
        store.log();
    }

    private AllocatedBytes one(int size) {
        return pool.allocate(Duration.ZERO, size).get(0);
    }

    private Future<AllocatedBytes> waiting(int size) {
        return threads.submit(() -> pool.allocate(LONG, size).get(0));
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static StoreException failure(Future<?> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> result(future));
        return assertInstanceOf(StoreException.class, e.getCause());
    }

    @Test
    void aBlockIsStoredDurablyBeforeItBelongsToThePoolAndItsCallersBytesAreWiped() {
        byte[] data = Blocks.data(1, 100);
        CompletableFuture<Void> added = pool.add(new Block(uuid(1), SecretBytes.owning(data)));
        assertEquals(List.of("add 1"), store.pending());
        assertFalse(added.isDone());
        assertEquals(Set.of(), pool.blockUuids());
        assertEquals(0, pool.remaining());
        store.next();
        assertTrue(added.isDone());
        assertEquals(Set.of(uuid(1)), pool.blockUuids());
        assertEquals(100, pool.remaining());
        assertArrayEquals(new byte[100], data);
    }

    @Test
    void aBlockThatCannotBeStoredIsNotThePoolsAndCanBeAddedAgain() {
        byte[] data = Blocks.data(1, 100);
        CompletableFuture<Void> added = pool.add(new Block(uuid(1), SecretBytes.owning(data)));
        store.failNext("the disk is full");
        ExecutionException e = assertThrows(ExecutionException.class, added::get);
        assertInstanceOf(StoreException.class, e.getCause());
        assertEquals(Set.of(), pool.blockUuids());
        assertArrayEquals(new byte[100], data);
        added(1, 100);
        assertEquals(100, one(100).bytes().size());
    }

    @Test
    void aBlockThatIsOnItsWayIntoTheStoreIsNotAddedTwice() {
        CompletableFuture<Void> added = pool.add(block(1, 100));
        byte[] again = Blocks.data(1, 100);
        assertThrows(InvalidException.class, () -> pool.add(new Block(uuid(1), SecretBytes.owning(again))));
        assertArrayEquals(new byte[100], again);
        store.all();
        assertTrue(added.isDone());
    }

    @Test
    void bytesAreOutOfTheStoreBeforeTheyAreUsed() {
        pool.add(block(1, 100)).isDone();
        store.next();
        assertEquals(List.of("takeOut 1 100"), store.pending(), "in the background, at once");
        assertEquals(Optional.empty(), pool.tryAllocate(10));
        assertThrows(StoreException.class, () -> one(10));
        assertEquals(100, pool.remaining(), "stored bytes count");
        store.next();
        assertArrayEquals(new byte[100], store.durable(uuid(1)));
        assertArrayEquals(
                expected(allocation(fragment(1, 0, 10))), one(10).bytes().expose());
    }

    @Test
    void theNextSegmentIsTakenOutWhenLessThanOneIsLeftAndNoMessageWaits() {
        added(1, LARGE);
        assertEquals(SEGMENT_SIZE, pool.status(false).inMemory());
        assertEquals(LARGE - SEGMENT_SIZE, pool.status(false).stored());
        one(1).close();
        assertEquals(List.of("takeOut 1 " + (SEGMENT_SIZE + 1)), store.pending());
        // The disk takes its time, and messages go on.
        for (int i = 0; i < 100; i++) {
            one(100).close();
        }
        assertEquals(1, store.pending().size(), "it is asked for once");
        store.next();
        assertEquals(2 * SEGMENT_SIZE - 10_001, pool.status(false).inMemory());
        assertEquals(List.of(), store.pending());
    }

    @Test
    void aLargePoolIsUsedUpByteByByteInTwoSegmentsOfMemory() {
        FakeStore fast = new FakeStore();
        OwnPool large = over(fast);
        large.add(block(1, LARGE - 5)).join();
        int next = 0;
        while (large.remaining() > 0) {
            int size = (int) Math.min(large.remaining(), 5_000);
            try (AllocatedBytes allocated = large.allocate(Duration.ZERO, size).get(0)) {
                assertEquals(allocation(fragment(1, next, size)), allocated.allocation());
                assertArrayEquals(
                        expected(allocated.allocation()), allocated.bytes().expose());
            }
            next += size;
            assertTrue(large.status(false).inMemory() <= 2 * SEGMENT_SIZE);
        }
        assertEquals(Set.of(), large.blockUuids());
        assertEquals(List.of(), fast.blocks(), "dropped in the store as well");
    }

    @Test
    void anAllocationLargerThanWhatIsInMemoryTakesOutWhatItNeedsAndWaitsForIt() throws Exception {
        added(1, LARGE);
        int size = 5 * SEGMENT_SIZE + 7;
        assertEquals(Optional.empty(), pool.tryAllocate(size));
        assertEquals(List.of(), store.pending());
        Future<AllocatedBytes> waiting = waiting(size);
        Await.until(SOON, () -> assertFalse(store.pending().isEmpty()));
        assertEquals(List.of("takeOut 1 " + size), store.pending(), "five more, at once");
        assertFalse(waiting.isDone());
        assertEquals(List.of(), refill.requests(), "the pool has them");
        store.next();
        assertEquals(allocation(fragment(1, 0, size)), result(waiting).allocation());
        assertArrayEquals(
                expected(allocation(fragment(1, 0, size))),
                result(waiting).bytes().expose());
    }

    @Test
    void anAllocationOverManyBlocksWaitsForAllOfThem() throws Exception {
        added(1, SEGMENT_SIZE + 10);
        added(2, 100);
        added(3, LARGE);
        Future<AllocatedBytes> waiting = waiting(2 * SEGMENT_SIZE);
        Await.until(SOON, () -> assertEquals(3, store.pending().size()));
        store.all();
        assertEquals(
                allocation(fragment(1, 0, SEGMENT_SIZE + 10), fragment(2, 0, 100), fragment(3, 0, SEGMENT_SIZE - 110)),
                result(waiting).allocation());
    }

    @Test
    void blocksAreUsedInTheirOrderAlthoughTheStoreFailsForOne() {
        added(1, SEGMENT_SIZE + 10);
        added(2, 2 * SEGMENT_SIZE);
        one(100).close();
        // The rest of block 1, and a piece of block 2 since that is little.
        assertEquals(2, store.pending().size());
        store.failNext("the disk is full");
        store.next();
        assertEquals(List.of("takeOut 1 65546"), store.log().subList(0, 1));
        assertEquals(
                allocation(fragment(1, 100, SEGMENT_SIZE - 100)),
                one(SEGMENT_SIZE - 100).allocation());
        assertThrows(StoreException.class, () -> one(1), "block 2 is in memory, but it is not its turn");
        store.all();
        assertEquals(allocation(fragment(1, SEGMENT_SIZE, 10), fragment(2, 0, 1)), one(11).allocation());
    }

    @Test
    void aStoreThatFailsIsWhatThoseAreToldWhoWaitAndTheNextNeedTriesAgain() throws Exception {
        added(1, LARGE);
        Future<AllocatedBytes> first = waiting(3 * SEGMENT_SIZE);
        Await.until(SOON, () -> assertFalse(store.pending().isEmpty()));
        Future<AllocatedBytes> second = waiting(3 * SEGMENT_SIZE);
        store.failNext("the disk is full");
        StoreException e = failure(first);
        assertEquals("the store of PSRD pool hank/client fails: the disk is full", e.getMessage());
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
        while (!second.isDone()) {
            if (!store.pending().isEmpty()) {
                store.failNext("the disk is full");
            }
        }
        failure(second);
        assertEquals(LARGE, pool.remaining());
        assertEquals(10, one(10).bytes().size(), "what is in memory is used");
        Future<AllocatedBytes> again = waiting(3 * SEGMENT_SIZE);
        while (!again.isDone()) {
            store.all();
        }
        assertEquals(3 * SEGMENT_SIZE, result(again).bytes().size());
    }

    @Test
    void thoseWhoAreTooManyToWaitForARefillWaitForTheStore() throws Exception {
        pool.add(block(1, 100)).isDone();
        store.next();
        List<Future<AllocatedBytes>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(waiting(10));
        }
        // Two may wait for a refill. The others are too many for that, and get what the store gives.
        Await.until(
                SOON,
                () -> assertEquals(
                        5,
                        started.stream()
                                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                                .count()));
        store.next();
        for (Future<AllocatedBytes> each : all) {
            assertEquals(10, result(each).bytes().size());
        }
        assertEquals(50, pool.remaining());
    }

    @Test
    void aNeedThatThePoolCannotMeetTakesNothingOut() {
        added(1, LARGE);
        assertThrows(PoolExhaustedException.class, () -> one(LARGE + 1));
        assertEquals(List.of(), store.pending());
        assertEquals(List.of(1L), refill.requests());
    }

    @Test
    void aPoolOverAStoreWithBlocksIsStoppedUntilItIsSettled() {
        FakeStore filled = filled(LARGE);
        OwnPool again = over(filled);
        assertFalse(again.isSettled());
        assertEquals(LARGE - SEGMENT_SIZE, again.remaining());
        assertEquals(Map.of(uuid(1), SEGMENT_SIZE), again.marks(), "the first stored byte");
        assertThrows(PoolStoppedException.class, () -> again.allocate(Duration.ZERO, 1));
        assertEquals(Optional.empty(), again.tryAllocate(1));
        assertEquals(List.of(), filled.log(), "nothing is taken out");
        again.settle(Map.of()).join();
        assertTrue(again.isSettled());
        assertEquals(
                allocation(fragment(1, SEGMENT_SIZE, 5)),
                again.allocate(Duration.ZERO, 5).get(0).allocation());
    }

    /** What a crash leaves of a block. */
    private FakeStore filled(int size) {
        FakeStore its = new FakeStore();
        over(its).add(block(1, size)).join();
        FakeStore after = its.crash(0);
        after.log();
        return after;
    }

    @Test
    void anEmptyPoolHasNothingToSettle() {
        assertTrue(pool.isSettled());
    }

    @Test
    void aMarkBehindWhatIsInMemoryIsGivenUpInTheStoreBeforeThePoolGoesOn() {
        FakeStore filled = filled(LARGE).byHand();
        OwnPool again = over(filled);
        CompletableFuture<Void> settled = again.settle(Map.of(uuid(1), 3 * SEGMENT_SIZE + 9));
        assertFalse(settled.isDone());
        assertThrows(PoolStoppedException.class, () -> again.allocate(Duration.ZERO, 1));
        assertEquals(List.of("discard 1 " + 3 * SEGMENT_SIZE), filled.pending());
        filled.next();
        assertEquals(List.of("takeOut 1 " + (3 * SEGMENT_SIZE + 9)), filled.pending());
        assertFalse(settled.isDone());
        filled.next();
        assertTrue(settled.isDone());
        assertArrayEquals(new byte[9], Arrays.copyOf(filled.takenOut(uuid(1)), 9));
        assertEquals(
                allocation(fragment(1, 3 * SEGMENT_SIZE + 9, 5)),
                again.allocate(Duration.ZERO, 5).get(0).allocation());
        assertEquals(Map.of(uuid(1), 3 * SEGMENT_SIZE + 14), again.marks());
    }

    @Test
    void aMarkThatComesWhileASegmentIsTakenOutIsHeeded() {
        added(1, LARGE);
        one(10).close();
        assertEquals(1, store.pending().size());
        CompletableFuture<Void> settled = pool.settle(Map.of(uuid(1), SEGMENT_SIZE + 100));
        assertThrows(StoreException.class, () -> one(1), "what is in memory is below the mark");
        store.all();
        assertTrue(settled.isDone());
        assertEquals(allocation(fragment(1, SEGMENT_SIZE + 100, 5)), one(5).allocation());
    }

    @Test
    void aSettlementThatTheStoreDoesNotKeepLeavesThePoolStopped() {
        FakeStore filled = filled(LARGE).byHand();
        OwnPool again = over(filled);
        CompletableFuture<Void> settled = again.settle(Map.of(uuid(1), 3 * SEGMENT_SIZE));
        filled.failNext("the disk is full");
        assertTrue(settled.isCompletedExceptionally());
        assertFalse(again.isSettled());
        CompletableFuture<Void> second = again.settle(Map.of(uuid(1), 3 * SEGMENT_SIZE));
        filled.all();
        assertTrue(second.isDone() && !second.isCompletedExceptionally());
        assertTrue(again.isSettled());
    }

    @Test
    void aSettlementThatBeganBeforeADoubtIsNone() {
        added(1, LARGE);
        CompletableFuture<Void> settled = pool.settle(Map.of(uuid(1), 3 * SEGMENT_SIZE));
        pool.stop();
        store.all();
        assertTrue(settled.isDone());
        assertFalse(pool.isSettled());
    }

    @Test
    void blocksThatThePeerDoesNotHoldAreDroppedInTheStoreToo() {
        added(1, LARGE);
        added(2, 100);
        byte[] inMemory = store.takenOut(uuid(1));
        one(1).close();
        CompletableFuture<Void> dropped = pool.retain(List.of(uuid(2)));
        assertArrayEquals(new byte[SEGMENT_SIZE], inMemory);
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertFalse(dropped.isDone());
        store.next();
        assertEquals("takeOut 1 " + (SEGMENT_SIZE + 1), store.log().get(0));
        assertArrayEquals(new byte[SEGMENT_SIZE], store.takenOut(uuid(1)), "what comes out late is wiped");
        store.next();
        assertTrue(dropped.isDone());
        assertEquals(
                List.of(uuid(2)), store.blocks().stream().map(b -> b.uuid()).toList());
    }

    @Test
    void whatCannotBeDroppedIsDroppedLater() {
        added(1, 100);
        CompletableFuture<Void> dropped = pool.retain(List.of());
        store.failNext("the disk is full");
        assertTrue(dropped.isCompletedExceptionally());
        assertEquals(1, store.blocks().size());
        pool.expire();
        store.all();
        assertEquals(List.of(), store.blocks());
    }

    @Test
    void anOrderlyStopPutsBackWhatWasNotNamed() {
        added(1, LARGE);
        byte[] inMemory = store.takenOut(uuid(1));
        AllocatedBytes sent = one(1000);
        AllocatedBytes notSent = one(500);
        store.all();
        pool.giveBack(notSent);
        CompletableFuture<Void> stopped = pool.putBack();
        assertThrows(PoolStoppedException.class, () -> one(1), "frozen at once");
        assertArrayEquals(new byte[SEGMENT_SIZE], inMemory, "wiped");
        assertEquals(List.of("putBack 1 " + (2 * SEGMENT_SIZE - 1500)), store.pending());
        assertFalse(stopped.isDone());
        store.all();
        assertTrue(stopped.isDone());
        byte[] durable = store.durable(uuid(1));
        assertArrayEquals(new byte[1500], Arrays.copyOf(durable, 1500), "bytes that were given back are lost");
        assertArrayEquals(
                Arrays.copyOfRange(Blocks.data(1, LARGE), 1500, LARGE), Arrays.copyOfRange(durable, 1500, LARGE));
        pool.giveBack(sent);
        pool.close();
        assertEquals(1, store.blocks().size(), "closing behind it drops nothing");
        FakeStore after = store.crash(0);
        OwnPool again = over(after);
        assertEquals(Map.of(uuid(1), 1500), again.marks());
        CompletableFuture<Void> settled = again.settle(Map.of(uuid(1), 1400));
        after.all();
        assertTrue(settled.isDone());
        assertEquals(
                allocation(fragment(1, 1500, 5)),
                again.allocate(Duration.ZERO, 5).get(0).allocation());
    }

    @Test
    void anOrderlyStopWaitsForTheSegmentThatIsBeingTakenOut() {
        added(1, LARGE);
        one(10).close();
        CompletableFuture<Void> stopped = pool.putBack();
        assertEquals(List.of("takeOut 1 " + (SEGMENT_SIZE + 10)), store.pending());
        store.next();
        assertEquals(List.of("putBack 1 " + (2 * SEGMENT_SIZE - 10)), store.pending());
        store.all();
        assertTrue(stopped.isDone());
    }

    @Test
    void anOrderlyStopInDoubtPutsNothingBack() {
        added(1, LARGE);
        pool.stop();
        CompletableFuture<Void> stopped = pool.putBack();
        assertEquals(List.of(), store.pending());
        assertTrue(stopped.isDone());
    }

    @Test
    void anOrderlyStopWakesThoseWhoWait() throws Exception {
        refill.underWay = true;
        added(1, 10);
        Future<AllocatedBytes> waiting = waiting(20);
        refill.nextRequest();
        pool.putBack().isDone();
        ExecutionException e = assertThrows(ExecutionException.class, () -> result(waiting));
        assertInstanceOf(PoolStoppedException.class, e.getCause());
    }

    @Test
    void whatIsGivenBackStaysInMemoryAndNeverComesIntoTheStore() {
        added(1, LARGE);
        AllocatedBytes segment = one(SEGMENT_SIZE);
        store.all();
        store.log();
        pool.giveBack(segment);
        assertEquals(2 * SEGMENT_SIZE, pool.status(false).inMemory());
        Allocation again = one(10).allocation();
        assertEquals(allocation(fragment(1, 0, 10)), again);
        assertEquals(List.of(), store.pending());
        pool.putBack().isDone();
        assertEquals(List.of("putBack 1 " + SEGMENT_SIZE), store.log());
    }

    @Test
    void aBlockIsNotAddedToAPoolThatHasStopped() {
        CompletableFuture<Void> onItsWay = pool.add(block(1, 10));
        pool.putBack().isDone();
        byte[] late = Blocks.data(2, 10);
        assertThrows(PoolStoppedException.class, () -> pool.add(new Block(uuid(2), SecretBytes.owning(late))));
        assertArrayEquals(new byte[10], late);
        store.all();
        assertTrue(onItsWay.isDone());
        assertEquals(Set.of(), pool.blockUuids());
        assertEquals(1, store.blocks().size(), "it is there after the next start");
    }

    @Test
    void aGibibyteTakesTwoSegmentsOfMemory() {
        int size = 1 << 30;
        OwnPool huge = new OwnPool("huge", PoolOwner.CLIENT, new HugeStore(size), 20, refill, clock, 2);
        huge.settle(Map.of()).join();
        assertEquals(size, huge.remaining());
        for (int i = 0; i < 10_000; i++) {
            huge.allocate(Duration.ZERO, 100).get(0).close();
            assertTrue(huge.status(false).inMemory() <= 2 * SEGMENT_SIZE);
        }
        assertEquals(size - 1_000_000, huge.remaining());
    }

    /** A store of one block that needs no memory for it. */
    private static final class HugeStore implements SegmentStore {
        private final int size;
        private int storedFrom;

        private HugeStore(int size) {
            this.size = size;
        }

        @Override
        public List<StoredBlock> blocks() {
            return List.of(new StoredBlock(uuid(1), size, Origin.COURIER, storedFrom));
        }

        @Override
        public CompletableFuture<SecretBytes> takeOut(UUID block, int before) {
            int end = (before + SEGMENT_SIZE - 1) / SEGMENT_SIZE * SEGMENT_SIZE;
            byte[] bytes = new byte[end - storedFrom];
            storedFrom = end;
            return CompletableFuture.completedFuture(SecretBytes.owning(bytes));
        }

        @Override
        public CompletableFuture<Void> add(StoredBlock block, SecretBytes data) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<SecretBytes> read(UUID block, int from, int to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> discard(UUID block, int upTo) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> putBack(UUID block, SecretBytes rest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> drop(Collection<UUID> blocks) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aMarkInALaterBlockSaysThatTheOtherSideHasNothingLeftOfThoseBefore() {
        added(1, 100);
        added(2, 100);
        one(10);
        CompletableFuture<Void> settled = pool.settle(Map.of(uuid(2), 30));
        store.all();
        assertTrue(settled.isDone());
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertEquals(allocation(fragment(2, 30, 10)), one(10).allocation());
    }

    private static Allocation forRegistration(OwnPool its) {
        return its.allocate(Use.REGISTRATION, LONG, 32).getFirst().allocation();
    }

    @Test
    void whatSignsARegistrationComesOutOfAPoolThatIsNotSettled() {
        OwnPool after = over(filled(LARGE));
        int from = after.status(false).blocks().getFirst().used();
        assertThrows(PoolStoppedException.class, () -> after.allocate(Duration.ZERO, 32));
        assertEquals(allocation(fragment(1, from, 32)), forRegistration(after));
        after.settle(Map.of()).join();
        after.pause();
        assertThrows(PoolStoppedException.class, () -> after.allocate(Duration.ZERO, 32));
        assertEquals(allocation(fragment(1, from + 32, 32)), forRegistration(after));
    }

    @Test
    void aRegistrationIsSignedWithBytesBehindThoseOfTheOneBefore() {
        OwnPool after = over(filled(LARGE));
        after.settle(Map.of()).join();
        AllocatedBytes message = after.allocate(Duration.ZERO, 100).getFirst();
        AllocatedBytes first = after.allocate(Use.REGISTRATION, LONG, 32).getFirst();
        int end = first.allocation().fragments().getFirst().end();
        after.giveBack(message);
        // The gap before is for others.
        assertEquals(allocation(fragment(1, end, 32)), forRegistration(after));
        assertEquals(
                message.allocation(),
                after.allocate(Duration.ZERO, 100).getFirst().allocation());
    }

    @Test
    void whatARegistrationDidNotUseSignsTheNextOne() {
        OwnPool after = over(filled(LARGE));
        AllocatedBytes first = after.allocate(Use.REGISTRATION, LONG, 32).getFirst();
        after.giveBack(Use.REGISTRATION, first);
        assertEquals(first.allocation(), forRegistration(after));
    }

    @Test
    void blocksThatCameIntoTheStoreByAnotherWayAreTakenInBehindTheOthers() {
        added(1, 100);
        for (int n = 2; n <= 3; n++) {
            var added =
                    store.add(new StoredBlock(uuid(n), 50, Origin.COURIER, 0), SecretBytes.owning(Blocks.data(n, 50)));
            store.all();
            assertTrue(added.isDone());
        }
        assertEquals(100, pool.remaining());
        pool.takeIn(Set.of(uuid(2)));
        store.all();
        assertEquals(150, pool.remaining());
        pool.takeIn(Set.of(uuid(2)));
        assertEquals(150, pool.remaining());
        assertEquals(allocation(fragment(1, 0, 100), fragment(2, 0, 20)), one(120).allocation());
    }
}
