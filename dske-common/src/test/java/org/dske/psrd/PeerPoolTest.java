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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.error.ErrorCode;
import org.dske.secret.SecretBytes;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerPoolTest {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeRefill refill = new FakeRefill();
    private final MutableClock clock = new MutableClock();
    private final PeerPool pool = new PeerPool("hank/hub", PoolOwner.HUB, 20, refill, clock, GRACE);

    private SecretBytes peek(Fragment... fragments) {
        Allocation allocation = allocation(fragments);
        return pool.peek(allocation, allocation.size(), Duration.ZERO);
    }

    private void consume(Fragment... fragments) {
        pool.consume(allocation(fragments));
    }

    @Test
    void peekGivesTheBytesInTheOrderOfTheFragmentsAndLeavesThePool() {
        pool.add(block(1, 40));
        pool.add(block(2, 40));
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
        pool.add(block(1, 40));
        peek(fragment(1, 0, 4)).close();
        assertArrayEquals(
                expected(allocation(fragment(1, 0, 4))), peek(fragment(1, 0, 4)).expose());
    }

    @Test
    void whatIsConsumedIsZeroedAndGoneForEver() {
        byte[] data = Blocks.data(1, 40);
        pool.add(new Block(uuid(1), SecretBytes.owning(data)));
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
        pool.add(block(1, 40));
        pool.add(block(2, 40));
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
        pool.add(block(1, 40));
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
        pool.add(block(1, 40));
        Allocation huge = allocation(fragment(1, 0, Integer.MAX_VALUE));
        assertThrows(InvalidAllocationException.class, () -> pool.peek(huge, Integer.MAX_VALUE, Duration.ZERO));
    }

    @Test
    void anUnknownBlockIsNamed() {
        UnknownBlockException e = assertThrows(UnknownBlockException.class, () -> peek(fragment(7, 0, 1)));
        assertEquals(uuid(7), e.blockUuid());
        assertEquals(Map.of("block_uuid", uuid(7).toString()), e.details());
        assertEquals(ErrorCode.INVALID_REQUEST, e.code());
    }

    @Test
    void asManyBytesAreNamedAsAreNeeded() {
        pool.add(block(1, 40));
        assertThrows(
                InvalidAllocationException.class, () -> pool.peek(allocation(fragment(1, 0, 31)), 32, Duration.ZERO));
        assertThrows(
                InvalidAllocationException.class, () -> pool.peek(allocation(fragment(1, 0, 33)), 32, Duration.ZERO));
        assertEquals(
                32, pool.peek(allocation(fragment(1, 0, 32)), 32, Duration.ZERO).size());
    }

    @Test
    void aUsedUpBlockIsDeleted() {
        pool.add(block(1, 10));
        pool.add(block(2, 10));
        consume(fragment(1, 5, 5));
        consume(fragment(1, 0, 5));
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertThrows(UnknownBlockException.class, () -> peek(fragment(1, 0, 1)));
    }

    @Test
    void whatIsLeftCountsBehindTheHighestByteThatTheOwnerNamed() {
        pool.add(block(1, 40));
        pool.add(block(2, 40));
        consume(fragment(1, 30, 2));
        assertEquals(8 + 40, pool.remaining());
        consume(fragment(1, 0, 8));
        assertEquals(8 + 40, pool.remaining(), "a message that was late");
        assertEquals(70, pool.status(false).unused());
    }

    @Test
    void lostMessagesLeadToARefillAlthoughTheirBytesAreStillHere() {
        pool.add(block(1, 1000));
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
        pool.add(block(1, 40));
        pool.add(block(2, 40));
        consume(fragment(2, 0, 5));
        assertEquals(35, pool.remaining());
        assertEquals(Set.of(uuid(1), uuid(2)), pool.blockUuids(), "a message may still be under way");
    }

    @Test
    void aBlockThatTheOwnerHasPassedIsGivenUpAndWipedAfterTheGrace() {
        byte[] data = Blocks.data(1, 40);
        pool.add(new Block(uuid(1), SecretBytes.owning(data)));
        pool.add(block(2, 40));
        consume(fragment(2, 0, 5));
        clock.advance(GRACE);
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
        pool.add(block(1, 40));
        pool.add(block(2, 40));
        pool.add(block(3, 40));
        consume(fragment(3, 0, 5));
        clock.advance(GRACE.dividedBy(2));
        consume(fragment(1, 10, 5));
        consume(fragment(2, 10, 5));
        assertEquals(35, pool.remaining(), "late messages do not bring passed blocks back");
        assertEquals(Set.of(uuid(1), uuid(2), uuid(3)), pool.blockUuids());
    }

    @Test
    void aPassedBlockStaysAsLongAsTheOwnerComesBackToIt() {
        pool.add(block(1, 40));
        pool.add(block(2, 40));
        consume(fragment(2, 0, 5));
        // The owner got bytes of block 1 back from a message that it could not send, and goes on with them later.
        clock.advance(GRACE.multipliedBy(10));
        consume(fragment(1, 10, 5));
        assertEquals(Set.of(uuid(1), uuid(2)), pool.blockUuids());
        clock.advance(GRACE);
        consume(fragment(1, 15, 5));
        consume(fragment(2, 5, 5));
        assertEquals(Set.of(uuid(1), uuid(2)), pool.blockUuids());
        clock.advance(GRACE.plusMillis(1));
        consume(fragment(2, 10, 5));
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
    }

    @Test
    void oneMessageOverTwoBlocksPassesTheFirst() {
        pool.add(block(1, 40));
        pool.add(block(2, 40));
        consume(fragment(1, 35, 5), fragment(2, 0, 5));
        assertEquals(35, pool.remaining());
        clock.advance(GRACE.plusMillis(1));
        consume(fragment(2, 5, 5));
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
    }

    @Test
    void blocksThatThePeerDoesNotHoldAreDropped() {
        pool.add(block(1, 40));
        pool.add(block(2, 40));
        pool.add(block(3, 40));
        consume(fragment(2, 0, 5));
        pool.retain(List.of(uuid(3), uuid(1)));
        assertEquals(Set.of(uuid(1), uuid(3)), pool.blockUuids());
        assertEquals(40, pool.remaining(), "block 1 is still passed");
        consume(fragment(3, 0, 1));
        assertEquals(39, pool.remaining());
    }

    @Test
    void peekWaitsForABlockThatIsUnderWay() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        PeerPool waitingPool = new PeerPool("hank/hub", PoolOwner.HUB, 0, looking(looked, true), clock, GRACE);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Allocation allocation = allocation(fragment(1, 38, 2), fragment(2, 0, 2));
            waitingPool.add(block(1, 40));
            Future<SecretBytes> waiting = thread.submit(() -> waitingPool.peek(allocation, 4, LONG));
            assertTrue(looked.await(20, TimeUnit.SECONDS));
            assertFalse(waiting.isDone());
            waitingPool.add(block(2, 40));
            assertArrayEquals(
                    expected(allocation), waiting.get(20, TimeUnit.SECONDS).expose());
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void peekEndsItsWaitingWhenTheRefillFails() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        FakeRefill failing = looking(looked, true);
        PeerPool waitingPool = new PeerPool("hank/hub", PoolOwner.HUB, 0, failing, clock, GRACE);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<SecretBytes> waiting = thread.submit(() -> waitingPool.peek(allocation(fragment(2, 0, 2)), 2, LONG));
            assertTrue(looked.await(20, TimeUnit.SECONDS));
            failing.underWay = false;
            waitingPool.refillEnded();
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
            OwnPool own = new OwnPool("own", PoolOwner.HUB, 0, Refill.NONE);
            PeerPool peer = new PeerPool("peer", PoolOwner.HUB, 0, Refill.NONE, clock, GRACE);
            int next = 1;
            List<Allocation> underWay = new ArrayList<>();
            for (int step = 0; step < 1000; step++) {
                int size = 1 + random.nextInt(40);
                if (own.remaining() < size) {
                    own.add(block(next, 100));
                    peer.add(block(next++, 100));
                }
                underWay.add(own.allocate(Duration.ZERO, size).get(0).allocation());
                if (underWay.size() > 5) {
                    Allocation arrives = underWay.remove(random.nextInt(underWay.size()));
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
