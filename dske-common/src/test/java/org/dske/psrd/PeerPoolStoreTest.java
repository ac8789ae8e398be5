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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.StoreException;
import org.dske.psrd.Pool.Use;
import org.dske.secret.SecretBytes;
import org.dske.testing.Await;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A taker's pool and its store, which does what it is asked for when the test says so. */
@Timeout(60)
class PeerPoolStoreTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LARGE = 40 * SEGMENT_SIZE;

    /** How many bytes one message names at most. */
    private static final int MESSAGE = 3 * SEGMENT_SIZE;

    private static final int REACH = 2 * SEGMENT_SIZE + MESSAGE;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MutableClock clock = new MutableClock();
    private final FakeStore store = new FakeStore().byHand();
    private final PeerPool pool = over(store);

    private PeerPool over(FakeStore its) {
        return new PeerPool("hank/hub", PoolOwner.HUB, its, 20, Refill.NONE, clock, 1L << 30, MESSAGE);
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

    private static Allocation at(int start, int size) {
        return allocation(fragment(1, start, size));
    }

    private static SecretBytes peek(PeerPool its, Allocation allocation) {
        return its.peek(allocation, allocation.size(), Duration.ZERO);
    }

    private Future<SecretBytes> peeking(Allocation allocation) {
        return threads.submit(() -> peek(pool, allocation));
    }

    private Future<?> consuming(Allocation allocation) {
        return threads.submit(() -> pool.consume(allocation));
    }

    private void awaitPending(int number) {
        Await.until(SOON, () -> assertEquals(number, store.pending().size()));
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static <T extends Throwable> T failure(Class<T> type, Future<?> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> result(future));
        return assertInstanceOf(type, e.getCause());
    }

    private static void assertFar(InvalidAllocationException e) {
        assertEquals(Map.of("reason", "far"), e.details());
    }

    @Test
    void theNextSegmentIsTakenOutBeforeTheOwnerComesToIt() {
        added(1, LARGE);
        assertEquals(SEGMENT_SIZE, pool.status(false).inMemory());
        pool.consume(at(0, 100));
        assertEquals(List.of("takeOut 1 " + (SEGMENT_SIZE + 100)), store.pending());
        pool.consume(at(100, 1_000));
        assertEquals(1, store.pending().size(), "it is asked for once");
        store.next();
        for (int start = 1_100; start + 1_000 < LARGE; start += 1_000) {
            Allocation next = at(start, 1_000);
            assertArrayEquals(expected(next), peek(pool, next).expose());
            pool.consume(next);
            store.all();
            assertTrue(pool.status(false).inMemory() <= 2 * SEGMENT_SIZE);
        }
        assertTrue(store.log().stream().noneMatch(each -> each.startsWith("read")));
    }

    @Test
    void lostMessagesDoNotKeepTheTakerFromTakingOutWhatIsNext() {
        added(1, LARGE);
        pool.consume(at(SEGMENT_SIZE - 10, 10));
        store.all();
        assertEquals(3 * SEGMENT_SIZE - 10 - SEGMENT_SIZE, pool.status(false).inMemory());
        assertEquals(SEGMENT_SIZE - 10, peek(pool, at(0, SEGMENT_SIZE - 10)).size(), "they may still come");
        clock.advance(Pool.GRACE);
        pool.expire();
        assertThrows(InvalidAllocationException.class, () -> peek(pool, at(0, 1)));
        assertEquals(SEGMENT_SIZE, pool.status(false).inMemory());
    }

    @Test
    void anUnverifiedMessageReadsACopyAndTakesNothingOut() throws Exception {
        added(1, LARGE);
        Allocation across = at(SEGMENT_SIZE - 10, 20);
        for (int i = 0; i < 3; i++) {
            Future<SecretBytes> peeked = peeking(across);
            awaitPending(1);
            assertEquals(List.of("read 1 " + SEGMENT_SIZE + " " + (SEGMENT_SIZE + 10)), store.pending());
            store.next();
            assertArrayEquals(expected(across), result(peeked).expose());
        }
        assertTrue(store.log().stream().allMatch(each -> each.startsWith("read")));
        assertEquals(SEGMENT_SIZE, pool.status(false).inMemory());
        assertEquals(LARGE, pool.remaining());
    }

    @Test
    void whatIsConsumedAndAllBeforeItIsOutOfTheStoreBeforeConsumeReturns() throws Exception {
        added(1, LARGE);
        Allocation message = at(2 * SEGMENT_SIZE + 5, 20);
        Future<?> consumed = consuming(message);
        awaitPending(1);
        assertEquals(List.of("takeOut 1 " + (2 * SEGMENT_SIZE + 25)), store.pending());
        assertFalse(consumed.isDone());
        assertEquals(LARGE, pool.remaining(), "not used yet");
        store.next();
        result(consumed);
        assertEquals(3 * SEGMENT_SIZE, LARGE - pool.status(false).stored());
        assertArrayEquals(new byte[3 * SEGMENT_SIZE], Arrays.copyOf(store.durable(uuid(1)), 3 * SEGMENT_SIZE));
        assertThrows(InvalidAllocationException.class, () -> pool.consume(message));
        assertEquals(100, peek(pool, at(2 * SEGMENT_SIZE - 95, 100)).size(), "a late message");
    }

    @Test
    void aMessageOverBlocksTakesTheRestOfTheFirstOut() throws Exception {
        added(1, 2 * SEGMENT_SIZE);
        added(2, LARGE);
        Future<?> consumed = consuming(allocation(fragment(1, 5, 10), fragment(2, 3, 10)));
        awaitPending(2);
        store.next();
        assertFalse(consumed.isDone());
        store.next();
        result(consumed);
        assertEquals(LARGE - 13, pool.remaining());
        assertEquals(100, peek(pool, at(SEGMENT_SIZE, 100)).size(), "a late message");
        clock.advance(Pool.GRACE);
        pool.expire();
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
    }

    @Test
    void ofTwoMessagesThatNameTheSameStoredBytesOneFails() throws Exception {
        added(1, LARGE);
        List<Future<?>> both = new ArrayList<>();
        both.add(consuming(at(SEGMENT_SIZE + 5, 20)));
        both.add(consuming(at(SEGMENT_SIZE + 24, 20)));
        awaitPending(1);
        store.next();
        int failed = 0;
        for (Future<?> each : both) {
            try {
                result(each);
            } catch (ExecutionException e) {
                assertInstanceOf(InvalidAllocationException.class, e.getCause());
                failed++;
            }
        }
        assertEquals(1, failed);
    }

    @Test
    void aMessageWhoseBytesCannotBeTakenOutIsNotAcceptedAndNothingIsUsed() throws Exception {
        added(1, LARGE);
        Allocation message = at(SEGMENT_SIZE + 5, 20);
        Future<?> first = consuming(message);
        awaitPending(1);
        store.failNext("the disk is full");
        StoreException e = failure(StoreException.class, first);
        assertEquals("the store of PSRD pool hank/hub fails: the disk is full", e.getMessage());
        assertEquals(LARGE, pool.remaining());
        assertEquals(Map.of(), pool.marks());
        Future<?> again = consuming(message);
        awaitPending(1);
        store.next();
        result(again);
    }

    @Test
    void aCopyThatCannotBeReadIsAFailureOfTheStore() {
        added(1, LARGE);
        Future<SecretBytes> peeked = peeking(at(SEGMENT_SIZE + 5, 20));
        awaitPending(1);
        store.failNext("the disk is broken");
        failure(StoreException.class, peeked);
    }

    @Test
    void aCopyIsMadeOfBytesThatAreJustBeingTakenOut() throws Exception {
        added(1, LARGE);
        pool.consume(at(0, 100));
        Allocation message = at(SEGMENT_SIZE + 5, 20);
        Future<SecretBytes> peeked = peeking(message);
        store.next();
        assertArrayEquals(expected(message), result(peeked).expose());
        assertEquals(List.of("takeOut 1 " + (SEGMENT_SIZE + 100)), store.log());
    }

    @Test
    void aCopyIsReadAgainIfItsBytesAreTakenOutMeanwhile() throws Exception {
        added(1, LARGE);
        Allocation message = at(SEGMENT_SIZE + 5, 20);
        Future<SecretBytes> peeked = peeking(message);
        awaitPending(1);
        pool.consume(at(0, 100));
        awaitPending(2);
        // As if the store had been asked for the other one first.
        store.swap();
        store.next();
        store.next();
        assertArrayEquals(expected(message), result(peeked).expose());
    }

    @Test
    void bytesBeyondTheReachAreRefusedUnread() throws Exception {
        added(1, LARGE);
        int end = SEGMENT_SIZE + REACH;
        Future<SecretBytes> near = peeking(at(end - 20, 20));
        awaitPending(1);
        store.next();
        assertEquals(20, result(near).size());
        store.log();
        assertFar(assertThrows(InvalidAllocationException.class, () -> peek(pool, at(end - 19, 20))));
        assertFar(assertThrows(InvalidAllocationException.class, () -> peek(pool, at(LARGE - 1, 1))));
        assertFar(assertThrows(InvalidAllocationException.class, () -> pool.consume(at(end - 19, 20))));
        assertEquals(List.of(), store.log());
        // A pad that is as large as a message may be comes before its signing key.
        Future<SecretBytes> key = peeking(at(SEGMENT_SIZE + MESSAGE, 32));
        awaitPending(1);
        store.next();
        assertEquals(32, result(key).size());
    }

    @Test
    void theReachIsCountedThroughTheBlocks() {
        added(1, SEGMENT_SIZE + REACH);
        added(2, LARGE);
        assertFar(assertThrows(InvalidAllocationException.class, () -> peek(pool, allocation(fragment(2, 0, 1)))));
        assertEquals(List.of(), store.log());
    }

    @Test
    void aPoolOverAStoreWithBlocksKnowsNoneUntilItIsSettled() {
        added(1, LARGE);
        FakeStore after = store.crash(0);
        PeerPool again = over(after);
        assertFalse(again.isSettled());
        assertThrows(UnknownBlockException.class, () -> peek(again, at(SEGMENT_SIZE, 10)));
        assertThrows(UnknownBlockException.class, () -> again.consume(at(SEGMENT_SIZE, 10)));
        assertEquals(Set.of(uuid(1)), again.blockUuids(), "a registration names it");
        assertEquals(Map.of(uuid(1), SEGMENT_SIZE), again.marks());
        assertEquals(List.of(), after.log());
        CompletableFuture<Void> settled = again.settle(Map.of());
        after.all();
        assertTrue(settled.isDone());
        assertEquals(10, peek(again, at(SEGMENT_SIZE, 10)).size());
        assertThrows(InvalidAllocationException.class, () -> peek(again, at(SEGMENT_SIZE - 1, 2)));
    }

    @Test
    void afterAStartWhatIsBelowThePeersMarkIsErasedAtOnce() {
        added(1, LARGE);
        FakeStore after = store.crash(0);
        PeerPool again = over(after);
        int mark = 5 * SEGMENT_SIZE + 7;
        CompletableFuture<Void> settled = again.settle(Map.of(uuid(1), mark));
        assertEquals(List.of("discard 1 " + 5 * SEGMENT_SIZE), after.pending());
        after.next();
        assertFalse(settled.isDone());
        assertEquals(List.of("takeOut 1 " + mark), after.pending());
        after.next();
        assertTrue(settled.isDone());
        assertArrayEquals(new byte[7], Arrays.copyOf(after.takenOut(uuid(1)), 7));
        assertEquals(LARGE - mark, again.status(false).unused());
        assertEquals(Map.of(uuid(1), mark), again.marks());
    }

    @Test
    void whenThePeerHasBegunAnewNothingIsKeptForTheGrace() {
        added(1, LARGE);
        byte[] data = store.takenOut(uuid(1));
        CompletableFuture<Void> settled = pool.settle(Map.of(uuid(1), 50), true);
        assertTrue(settled.isDone(), "all of it is in memory");
        assertArrayEquals(new byte[50], Arrays.copyOf(data, 50));
        assertThrows(InvalidAllocationException.class, () -> peek(pool, at(49, 1)));
    }

    @Test
    void whatTheOwnerHasNamedAndIsStoredMayStillArriveWithinTheGrace() {
        added(1, LARGE);
        int mark = 4 * SEGMENT_SIZE;
        CompletableFuture<Void> settled = pool.settle(Map.of(uuid(1), mark));
        assertEquals(List.of("takeOut 1 " + mark), store.pending());
        store.all();
        assertTrue(settled.isDone());
        assertEquals(100, peek(pool, at(mark - 100, 100)).size());
        assertEquals(LARGE - mark, pool.remaining());
        clock.advance(Pool.GRACE);
        pool.expire();
        assertThrows(InvalidAllocationException.class, () -> peek(pool, at(mark - 100, 100)));
    }

    @Test
    void ofWhatTheOwnerHasNamedOnlySoMuchIsTakenOutAsAMessageMayReach() {
        added(1, LARGE);
        int mark = 30 * SEGMENT_SIZE;
        CompletableFuture<Void> settled = pool.settle(Map.of(uuid(1), mark));
        assertEquals(List.of("discard 1 " + (mark - REACH)), store.pending());
        store.all();
        assertTrue(settled.isDone());
        assertEquals(10, peek(pool, at(mark - REACH, 10)).size());
        assertThrows(InvalidAllocationException.class, () -> peek(pool, at(mark - REACH - 1, 2)));
        assertTrue(pool.status(false).inMemory() <= REACH + 2 * SEGMENT_SIZE);
    }

    @Test
    void aMarkInALaterBlockPassesTheOnesBeforeInTheStoreToo() {
        added(1, 10 * SEGMENT_SIZE);
        added(2, LARGE);
        CompletableFuture<Void> settled = pool.settle(Map.of(uuid(2), 5), true);
        store.all();
        assertTrue(settled.isDone());
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertEquals(LARGE - 5, pool.remaining());
        assertEquals(1, store.blocks().size());
    }

    @Test
    void anOrderlyStopPutsBackWhatWasNotNamed() {
        added(1, LARGE);
        pool.consume(at(10, 90));
        CompletableFuture<Void> stopped = pool.putBack();
        assertThrows(UnknownBlockException.class, () -> pool.consume(at(100, 10)), "frozen at once");
        assertThrows(UnknownBlockException.class, () -> peek(pool, at(100, 10)));
        store.all();
        assertTrue(stopped.isDone());
        byte[] durable = store.durable(uuid(1));
        assertArrayEquals(new byte[100], Arrays.copyOf(durable, 100), "the gap is dropped");
        assertArrayEquals(
                Arrays.copyOfRange(Blocks.data(1, LARGE), 100, LARGE), Arrays.copyOfRange(durable, 100, LARGE));
    }

    @Test
    void theSegmentsThatTheOwnerHasPassedAreNotHeldWithoutLimit() {
        FakeStore fast = new FakeStore();
        PeerPool bounded =
                new PeerPool("hank/hub", PoolOwner.HUB, fast, 20, Refill.NONE, clock, 3 * SEGMENT_SIZE, MESSAGE);
        bounded.add(block(1, LARGE)).join();
        // Of each segment all but a byte is used.
        for (int start = 0; start < 30 * SEGMENT_SIZE; start += SEGMENT_SIZE) {
            bounded.consume(at(start, SEGMENT_SIZE - 1));
        }
        Fragment old = fragment(1, SEGMENT_SIZE - 1, 1);
        assertThrows(InvalidAllocationException.class, () -> peek(bounded, allocation(old)));
        assertEquals(1, peek(bounded, at(29 * SEGMENT_SIZE - 1, 1)).size());
    }

    @Test
    void theStatusSaysWhatIsStoredAndRevealsOnlyWhatIsInMemory() {
        added(1, LARGE);
        PoolStatus status = pool.status(true);
        assertEquals(
                List.of((long) LARGE, 0L, (long) LARGE, (long) LARGE - SEGMENT_SIZE, (long) SEGMENT_SIZE),
                List.of(status.size(), status.used(), status.unused(), status.stored(), status.inMemory()));
        assertArrayEquals(Blocks.data(1, 10), status.blocks().get(0).firstBytes());
        PeerPool again = over(store.crash(0));
        assertArrayEquals(new byte[10], again.status(true).blocks().get(0).firstBytes());
    }

    @Test
    void aRegistrationIsVerifiedWithAPoolThatIsNotSettledAndNothingElseIs() {
        FakeStore filled = new FakeStore();
        over(filled).add(block(1, LARGE)).join();
        PeerPool after = over(filled.crash(0));
        assertFalse(after.isSettled());
        int from = after.status(false).blocks().getFirst().used();
        Allocation key = at(from, 32);
        assertThrows(UnknownBlockException.class, () -> after.peek(key, 32, Duration.ZERO));
        assertThrows(UnknownBlockException.class, () -> after.consume(key));
        assertArrayEquals(
                Blocks.expected(key),
                after.peek(Use.REGISTRATION, key, 32, Duration.ZERO).expose());
        after.consume(Use.REGISTRATION, key);
        assertThrows(InvalidAllocationException.class, () -> after.peek(Use.REGISTRATION, key, 32, Duration.ZERO));
        assertFalse(after.isSettled());
    }

    @Test
    void allocationsHaveAnOrder() {
        added(1, 100);
        added(2, 100);
        assertTrue(pool.first(at(10, 5)).compareTo(pool.behind(at(5, 5))) == 0);
        assertTrue(pool.first(at(10, 5)).compareTo(pool.behind(at(6, 5))) < 0);
        Allocation both = allocation(fragment(1, 90, 10), fragment(2, 0, 5));
        assertTrue(pool.first(both).compareTo(pool.first(at(90, 1))) == 0);
        assertTrue(pool.behind(both).compareTo(pool.behind(allocation(fragment(2, 4, 1)))) == 0);
        assertThrows(UnknownBlockException.class, () -> pool.first(allocation(fragment(3, 0, 1))));
    }
}
