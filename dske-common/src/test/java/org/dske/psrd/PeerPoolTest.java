package org.dske.psrd;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.error.ErrorCode;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;
import org.dske.secret.SecretBytes;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerPoolTest {
    private static final Duration GRACE = Pool.GRACE;
    private static final long FAR = 1_000;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeRefill refill = new FakeRefill();
    private final MutableClock clock = new MutableClock();
    private final FakeStore store = new FakeStore();
    private final PeerPool pool =
            new PeerPool("hank/hub", PoolOwner.HUB, store, 20, refill, clock, FAR, Pools.LARGEST_MESSAGE);

    /** Adds a block of one segment, and returns its bytes in memory: the pool's own. */
    private byte[] addToMemory(int n, int size) {
        pool.add(block(n, size)).join();
        return store.takenOut(uuid(n));
    }

    private SecretBytes peek(Fragment... fragments) {
        Allocation allocation = allocation(fragments);
        return pool.peek(allocation, allocation.size(), Duration.ZERO);
    }

    private void consume(Fragment... fragments) {
        pool.consume(allocation(fragments));
    }

    @Test
    void peekGivesTheBytesInTheOrderOfTheFragmentsAndLeavesThePool() {
        pool.add(block(1, 40)).join();
        pool.add(block(2, 40)).join();
        PoolStatus before = pool.status(false);
        Fragment[] fragments = {fragment(2, 5, 3), fragment(1, 0, 4), fragment(2, 0, 5)};
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected(allocation(fragments)), peek(fragments).expose());
        }
        assertEquals(before, pool.status(false));
        assertEquals(80, pool.remaining());
        assertEquals(List.of(), refill.requests());
    }

    @Test
    void wipingWhatWasPeekedLeavesThePool() {
        pool.add(block(1, 40)).join();
        peek(fragment(1, 0, 4)).close();
        assertArrayEquals(
                expected(allocation(fragment(1, 0, 4))), peek(fragment(1, 0, 4)).expose());
    }

    @Test
    void whatIsConsumedIsZeroedAndGoneForEver() {
        byte[] data = addToMemory(1, 40);
        consume(fragment(1, 8, 8));
        assertArrayEquals(new byte[8], java.util.Arrays.copyOfRange(data, 8, 16));
        assertEquals(Blocks.at(1, 7), data[7]);
        assertEquals(Blocks.at(1, 16), data[16]);
        for (Fragment used : List.of(fragment(1, 8, 8), fragment(1, 15, 1), fragment(1, 0, 9), fragment(1, 15, 3))) {
            assertThrows(InvalidAllocationException.class, () -> peek(used), used.toString());
            assertThrows(InvalidAllocationException.class, () -> consume(used), used.toString());
        }
        assertEquals(8, peek(fragment(1, 0, 8)).size());
        assertEquals(24, peek(fragment(1, 16, 24)).size());
    }

    @Test
    void aConsumptionThatFailsChangesNothing() {
        pool.add(block(1, 40)).join();
        pool.add(block(2, 40)).join();
        consume(fragment(1, 8, 8));
        PoolStatus before = pool.status(true);
        refill.requests();
        assertThrows(InvalidAllocationException.class, () -> consume(fragment(1, 0, 4), fragment(1, 10, 1)));
        assertThrows(InvalidAllocationException.class, () -> consume(fragment(2, 0, 4), fragment(1, 39, 2)));
        assertThrows(UnknownBlockException.class, () -> consume(fragment(2, 0, 4), fragment(3, 0, 1)));
        PoolStatus after = pool.status(true);
        assertEquals(before.used(), after.used());
        assertArrayEquals(
                before.blocks().get(1).firstBytes(), after.blocks().get(1).firstBytes());
        assertEquals(24 + 40, pool.remaining());
    }

    @Test
    void bytesOutsideOfTheBlockAreRefused() {
        pool.add(block(1, 40)).join();
        for (Fragment outside : List.of(
                fragment(1, 40, 1),
                fragment(1, 39, 2),
                fragment(1, 0, 41),
                fragment(1, 999_999_999, 1),
                fragment(1, 0, 999_999_999),
                fragment(1, Integer.MAX_VALUE - 1, 1))) {
            assertThrows(InvalidAllocationException.class, () -> pool.consume(allocation(outside)), outside.toString());
        }
        assertThrows(InvalidAllocationException.class, () -> peek(fragment(1, 39, 2)));
        assertEquals(40, pool.remaining());
    }

    @Test
    void aHugeAllocationIsRefusedBeforeAnyMemoryIsTakenForIt() {
        pool.add(block(1, 40)).join();
        Allocation huge = allocation(fragment(1, 0, Integer.MAX_VALUE));
        assertThrows(InvalidAllocationException.class, () -> pool.peek(huge, Integer.MAX_VALUE, Duration.ZERO));
    }

    @Test
    void anUnknownBlockIsNamed() {
        UnknownBlockException e = assertThrows(UnknownBlockException.class, () -> peek(fragment(7, 0, 1)));
        assertEquals(Map.of("block_uuid", uuid(7).toString()), e.details());
        assertEquals(ErrorCode.INVALID_REQUEST, e.code());
    }

    @Test
    void asManyBytesAreNamedAsAreNeeded() {
        pool.add(block(1, 40)).join();
        assertThrows(
                InvalidAllocationException.class, () -> pool.peek(allocation(fragment(1, 0, 31)), 32, Duration.ZERO));
        assertThrows(
                InvalidAllocationException.class, () -> pool.peek(allocation(fragment(1, 0, 33)), 32, Duration.ZERO));
        assertEquals(
                32, pool.peek(allocation(fragment(1, 0, 32)), 32, Duration.ZERO).size());
    }

    @Test
    void aUsedUpBlockIsDeleted() {
        pool.add(block(1, 10)).join();
        pool.add(block(2, 10)).join();
        consume(fragment(1, 5, 5));
        consume(fragment(1, 0, 5));
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertThrows(UnknownBlockException.class, () -> peek(fragment(1, 0, 1)));
    }

    @Test
    void whatIsLeftCountsBehindTheHighestByteThatTheOwnerNamed() {
        pool.add(block(1, 40)).join();
        pool.add(block(2, 40)).join();
        consume(fragment(1, 30, 2));
        assertEquals(8 + 40, pool.remaining());
        consume(fragment(1, 0, 8));
        assertEquals(8 + 40, pool.remaining(), "a message that was late");
        assertEquals(70, pool.status(false).unused());
    }

    @Test
    void lostMessagesLeadToARefillAlthoughTheirBytesAreStillHere() {
        pool.add(block(1, 1000)).join();
        // Only every tenth message arrives.
        for (int start = 0; start + 10 <= 980; start += 100) {
            consume(fragment(1, start, 10));
        }
        assertEquals(List.of(), refill.requests());
        consume(fragment(1, 980, 1));
        assertTrue(pool.isLow());
        assertEquals(List.of(0L), refill.requests());
        assertEquals(899, pool.status(false).unused());
    }

    @Test
    void aBlockThatTheOwnerHasPassedCountsNoMore() {
        pool.add(block(1, 40)).join();
        pool.add(block(2, 40)).join();
        consume(fragment(2, 0, 5));
        assertEquals(35, pool.remaining());
        assertEquals(Set.of(uuid(1), uuid(2)), pool.blockUuids(), "a message may still be under way");
    }

    @Test
    void aBlockThatTheOwnerHasPassedIsGivenUpAndWipedAfterTheGrace() {
        byte[] data = addToMemory(1, 40);
        pool.add(block(2, 40)).join();
        consume(fragment(2, 0, 5));
        clock.advance(GRACE.minusMillis(1));
        consume(fragment(2, 5, 5));
        assertEquals(5, peek(fragment(1, 0, 5)).size(), "just in time");
        clock.advance(Duration.ofMillis(1));
        consume(fragment(2, 10, 5));
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertArrayEquals(new byte[40], data);
        assertThrows(UnknownBlockException.class, () -> peek(fragment(1, 0, 5)));
    }

    @Test
    void messagesMayArriveOutOfOrderWithinTheGrace() {
        pool.add(block(1, 40)).join();
        pool.add(block(2, 40)).join();
        pool.add(block(3, 40)).join();
        consume(fragment(3, 0, 5));
        clock.advance(GRACE.dividedBy(2));
        consume(fragment(1, 10, 5));
        consume(fragment(2, 10, 5));
        assertEquals(35, pool.remaining(), "late messages do not bring passed blocks back");
        assertEquals(Set.of(uuid(1), uuid(2), uuid(3)), pool.blockUuids());
    }

    @Test
    void gapsBelowTheHighestNamedByteAreErasedAfterTheGraceAndFilledBefore() {
        byte[] data = addToMemory(1, 100);
        consume(fragment(1, 40, 10));
        clock.advance(GRACE.minusMillis(1));
        pool.expire();
        consume(fragment(1, 0, 10));
        assertEquals(Blocks.at(1, 10), data[10], "a late message may still come");
        clock.advance(Duration.ofMillis(1));
        pool.expire();
        assertArrayEquals(new byte[50], java.util.Arrays.copyOf(data, 50));
        assertEquals(Blocks.at(1, 50), data[50]);
        InvalidAllocationException e = assertThrows(InvalidAllocationException.class, () -> peek(fragment(1, 20, 5)));
        assertEquals("used", e.details().get(InvalidAllocationException.REASON));
        assertEquals(Map.of("reason", "used"), e.details());
        assertEquals(50, pool.remaining());
    }

    @Test
    void gapsAreErasedByTimeThatHasPassedAndNotByTheClockOfTheDay() {
        pool.add(block(1, 100)).join();
        consume(fragment(1, 40, 10));
        clock.set(Duration.ofDays(2));
        consume(fragment(1, 50, 1));
        assertEquals(40, peek(fragment(1, 0, 40)).size());
        clock.set(Duration.ofDays(-4));
        clock.advance(GRACE);
        consume(fragment(1, 51, 1));
        assertThrows(InvalidAllocationException.class, () -> peek(fragment(1, 0, 40)));
    }

    @Test
    void gapsOfSteadyTrafficAreErasedTheGraceAfterEachWasMade() {
        byte[] data = addToMemory(1, 1000);
        for (int start = 0; start < 1000; start += 5) {
            consume(fragment(1, start + 4, 1));
            clock.advance(Duration.ofSeconds(1));
            pool.expire();
            int erased = Math.max(0, start - 5 * 63);
            assertArrayEquals(new byte[erased], java.util.Arrays.copyOf(data, erased));
        }
    }

    @Test
    void anAllocationThatSkipsMoreThanCanHaveBeenLostIsRefusedAndCounted() {
        pool.add(block(1, 900)).join();
        pool.add(block(2, 900)).join();
        InvalidAllocationException e =
                assertThrows(InvalidAllocationException.class, () -> consume(fragment(2, 111, 2), fragment(1, 0, 10)));
        assertEquals("far", e.details().get(InvalidAllocationException.REASON), e.getMessage());
        assertEquals(Map.of("reason", "far"), e.details());
        assertEquals(1, pool.status(false).refused());
        assertEquals(1800, pool.remaining(), "nothing is passed");
        consume(fragment(2, 100, 2));
        assertEquals(798, pool.remaining());
        // Late messages are taken: they make it less.
        consume(fragment(1, 0, 10));
        assertEquals(1, pool.status(false).refused());
    }

    @Test
    void anOwnerThatWastesWhatItGetsCannotMakeThisSideHoldMoreAndMore() {
        int refused = 0;
        for (int n = 1; n <= 200; n++) {
            pool.add(block(n, 400)).join();
            try {
                consume(fragment(n, 399, 1));
            } catch (InvalidAllocationException e) {
                assertEquals("far", e.details().get(InvalidAllocationException.REASON));
                refused++;
                pool.retain(Set.of()).join();
            }
            assertTrue(pool.size() <= FAR + 2 * 400, () -> "it holds " + pool.size());
        }
        assertEquals(66, refused, "each third is more than can have been lost");
        assertEquals(66, pool.status(false).refused());
    }

    @Test
    void blocksThatAreUsedUpButForAByteAreNotHeldWithoutLimitEither() {
        for (int n = 1; n <= 200; n++) {
            pool.add(block(n, 400)).join();
            consume(fragment(n, 1, 399));
            assertTrue(pool.size() <= FAR + 400, () -> "it holds " + pool.size());
        }
    }

    @Test
    void whatTheOwnerSaysItHasNamedIsPassedAndStaysForTheGrace() {
        byte[] data = addToMemory(1, 100);
        consume(fragment(1, 0, 10));
        assertEquals(Map.of(uuid(1), 10), pool.marks());
        pool.settle(Map.of(uuid(1), 60, uuid(9), 5)).join();
        assertEquals(Map.of(uuid(1), 60), pool.marks());
        assertEquals(40, pool.remaining());
        consume(fragment(1, 10, 10));
        clock.advance(GRACE);
        pool.expire();
        assertArrayEquals(new byte[60], java.util.Arrays.copyOf(data, 60));
        assertEquals(Blocks.at(1, 60), data[60]);
    }

    @Test
    void aMarkBehindTheEndPassesTheBlockAndOneAtItsBeginningNothing() {
        pool.add(block(1, 100)).join();
        pool.add(block(2, 100)).join();
        pool.settle(Map.of(uuid(1), 0)).join();
        assertEquals(200, pool.remaining());
        pool.settle(Map.of(uuid(1), Integer.MAX_VALUE)).join();
        assertEquals(100, pool.remaining());
        assertEquals(Map.of(uuid(1), 100), pool.marks());
    }

    @Test
    void theWeakestBlockThatIsAliveSaysHowThePoolsBytesCame() {
        assertEquals(Optional.empty(), pool.weakestOrigin());
        pool.add(new Block(uuid(1), SecretBytes.owning(Blocks.data(1, 10)), Origin.COURIER))
                .join();
        assertEquals(Optional.of(Origin.COURIER), pool.weakestOrigin());
        pool.add(new Block(uuid(2), SecretBytes.owning(Blocks.data(2, 10)), Origin.TLS))
                .join();
        assertEquals(Optional.of(Origin.TLS), pool.weakestOrigin());
        pool.add(block(3, 10)).join();
        assertEquals(Optional.of(Origin.LABORATORY), pool.weakestOrigin());
        assertEquals(
                List.of("courier", "tls", "laboratory"),
                pool.status(false).blocks().stream()
                        .map(PoolStatus.BlockStatus::origin)
                        .toList());
        pool.retain(Set.of(uuid(1))).join();
        assertEquals(Optional.of(Origin.COURIER), pool.weakestOrigin());
    }

    @Test
    void oneMessageOverTwoBlocksPassesTheFirst() {
        pool.add(block(1, 40)).join();
        pool.add(block(2, 40)).join();
        consume(fragment(1, 35, 5), fragment(2, 0, 5));
        assertEquals(35, pool.remaining());
        clock.advance(GRACE.plusMillis(1));
        consume(fragment(2, 5, 5));
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
    }

    @Test
    void blocksThatThePeerDoesNotHoldAreDropped() {
        pool.add(block(1, 40)).join();
        pool.add(block(2, 40)).join();
        pool.add(block(3, 40)).join();
        consume(fragment(2, 0, 5));
        pool.retain(List.of(uuid(3), uuid(1))).join();
        assertEquals(Set.of(uuid(1), uuid(3)), pool.blockUuids());
        assertEquals(40, pool.remaining(), "block 1 is still passed");
        consume(fragment(3, 0, 1));
        assertEquals(39, pool.remaining());
    }

    @Test
    void peekWaitsForABlockThatIsUnderWay() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        PeerPool waitingPool = Pools.peer("hank/hub", PoolOwner.HUB, 0, looking(looked, true), clock, FAR);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Allocation allocation = allocation(fragment(1, 38, 2), fragment(2, 0, 2));
            waitingPool.add(block(1, 40)).join();
            Future<SecretBytes> waiting = thread.submit(() -> waitingPool.peek(allocation, 4, LONG));
            assertTrue(looked.await(20, TimeUnit.SECONDS));
            assertFalse(waiting.isDone());
            waitingPool.add(block(2, 40)).join();
            assertArrayEquals(
                    expected(allocation), waiting.get(20, TimeUnit.SECONDS).expose());
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void peekEndsItsWaitingWhenTheRefillFails() throws Exception {
        assertEndsTheWaiting((waitingPool, failing) -> {
            failing.underWay = false;
            waitingPool.refillEnded();
        });
    }

    @Test
    void peekEndsItsWaitingWhenThePoolIsStopped() throws Exception {
        assertEndsTheWaiting((waitingPool, goingOn) -> waitingPool.putBack().join());
    }

    private void assertEndsTheWaiting(BiConsumer<PeerPool, FakeRefill> end) throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        FakeRefill underWay = looking(looked, true);
        PeerPool waitingPool = Pools.peer("hank/hub", PoolOwner.HUB, 0, underWay, clock, FAR);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<SecretBytes> waiting = thread.submit(() -> waitingPool.peek(allocation(fragment(2, 0, 2)), 2, LONG));
            assertTrue(looked.await(20, TimeUnit.SECONDS));
            end.accept(waitingPool, underWay);
            ExecutionException e = assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
            assertInstanceOf(UnknownBlockException.class, e.getCause());
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void peekDoesNotWaitForABlockThatIsNotUnderWay() {
        assertThrows(UnknownBlockException.class, () -> pool.peek(allocation(fragment(2, 0, 2)), 2, LONG));
        refill.underWay = true;
        assertThrows(
                UnknownBlockException.class, () -> pool.peek(allocation(fragment(2, 0, 2)), 2, Duration.ofMillis(10)));
    }

    @Test
    void theTakerFollowsTheOwnerByteByByteWhateverGetsLost() {
        Seed.check(random -> {
            OwnPool own = Pools.own("own", PoolOwner.HUB, 0, Refill.NONE, clock, 100);
            // More than can be passed within the grace: else the oldest of it is given up earlier.
            PeerPool peer = Pools.peer("peer", PoolOwner.HUB, 0, Refill.NONE, clock, 10 * FAR);
            int next = 1;
            record Message(Allocation names, int since) {}
            List<Message> underWay = new ArrayList<>();
            for (int step = 0; step < 1000; step++) {
                int size = 1 + random.nextInt(40);
                if (own.remaining() < size) {
                    own.add(block(next, 100)).join();
                    peer.add(block(next++, 100)).join();
                }
                underWay.add(
                        new Message(own.allocate(Duration.ZERO, size).get(0).allocation(), step));
                if (underWay.size() > 5) {
                    // A second each: behind the grace of a minute nothing may arrive.
                    boolean mustArrive = step - underWay.get(0).since() > 50;
                    Allocation arrives = underWay.remove(mustArrive ? 0 : random.nextInt(underWay.size()))
                            .names();
                    if (random.nextInt(4) > 0) {
                        assertArrayEquals(
                                expected(arrives),
                                peer.peek(arrives, arrives.size(), Duration.ZERO)
                                        .expose());
                        peer.consume(arrives);
                    }
                }
                assertTrue(
                        peer.remaining() >= own.remaining(), "the taker never believes the owner has less than it has");
                clock.advance(Duration.ofSeconds(1));
            }
            assertTrue(
                    peer.blockUuids().size() < 30,
                    "blocks are given up: " + peer.blockUuids().size());
        });
    }

    private static FakeRefill looking(CountDownLatch looked, boolean underWay) {
        FakeRefill refill = new FakeRefill() {
            @Override
            public boolean isUnderWay() {
                looked.countDown();
                return super.isUnderWay();
            }
        };
        refill.underWay = underWay;
        return refill;
    }
}
