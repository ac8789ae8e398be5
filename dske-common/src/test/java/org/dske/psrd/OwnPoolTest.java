package org.dske.psrd;

import static org.dske.psrd.Blocks.allocation;
import static org.dske.psrd.Blocks.block;
import static org.dske.psrd.Blocks.expected;
import static org.dske.psrd.Blocks.fragment;
import static org.dske.psrd.Blocks.uuid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.ledger.PoolOwner;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class OwnPoolTest {
    private final FakeRefill refill = new FakeRefill();
    private final MutableClock clock = new MutableClock();
    private final FakeStore store = new FakeStore();
    private final OwnPool pool = new OwnPool("hank/client", PoolOwner.CLIENT, store, 20, refill, clock, 100);

    /** Adds a block of one segment, and returns its bytes in memory: the pool's own. */
    private byte[] addToMemory(int n, int size) {
        pool.add(block(n, size)).join();
        return store.takenOut(uuid(n));
    }

    private List<AllocatedBytes> allocate(int... sizes) {
        return pool.allocate(Duration.ZERO, sizes);
    }

    private AllocatedBytes one(int size) {
        return allocate(size).get(0);
    }

    private static void assertBytes(AllocatedBytes allocated) {
        assertArrayEquals(expected(allocated.allocation()), allocated.bytes().expose());
    }

    @Test
    void refillsAreCountedAndWhatTheStoreHadIsNone() {
        pool.add(block(1, 10)).join();
        pool.add(block(2, 10)).join();
        assertThrows(InvalidException.class, () -> pool.add(block(2, 10)));
        assertEquals(2, pool.status(false).refills());
        OwnPool again = new OwnPool("hank/client", PoolOwner.CLIENT, store, 20, refill, clock, 100);
        assertEquals(2, again.status(false).blocks().size());
        assertEquals(0, again.status(false).refills());
    }

    @Test
    void theFirstGapIsAllocatedFirstThroughTheBlocksInTheirOrder() {
        pool.add(block(5, 10)).join();
        pool.add(block(1, 10)).join();
        pool.add(block(3, 10)).join();
        List<Allocation> names = new ArrayList<>();
        for (int size : new int[] {4, 8, 15}) {
            AllocatedBytes allocated = one(size);
            assertBytes(allocated);
            names.add(allocated.allocation());
        }
        assertEquals(
                List.of(
                        allocation(fragment(5, 0, 4)),
                        allocation(fragment(5, 4, 6), fragment(1, 0, 2)),
                        allocation(fragment(1, 2, 8), fragment(3, 0, 7))),
                names);
        assertEquals(3, pool.remaining());
    }

    @Test
    void severalNeedsOfOneMessageAreAllocatedOneBehindTheOther() {
        pool.add(block(1, 50)).join();
        List<AllocatedBytes> allocated = allocate(16, 32);
        assertEquals(allocation(fragment(1, 0, 16)), allocated.get(0).allocation());
        assertEquals(allocation(fragment(1, 16, 32)), allocated.get(1).allocation());
        allocated.forEach(OwnPoolTest::assertBytes);
    }

    @Test
    void severalNeedsOfOneMessageAreAllMetOrNone() {
        pool.add(block(1, 47)).join();
        PoolExhaustedException e = assertThrows(PoolExhaustedException.class, () -> allocate(16, 32));
        assertEquals(Map.of("pool", "hank/client", "wanted", 48, "left", 47L), e.details());
        assertEquals("PSRD pool hank/client has run dry: 48 bytes wanted, 47 bytes left", e.getMessage());
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
        assertEquals(47, pool.remaining());
        assertEquals(allocation(fragment(1, 0, 47)), one(47).allocation());
    }

    @Test
    void aNeedOfNoBytesIsRefusedAndTakesNothing() {
        pool.add(block(1, 50)).join();
        assertThrows(IllegalArgumentException.class, () -> allocate(16, 0));
        assertThrows(IllegalArgumentException.class, () -> allocate(16, -16));
        assertThrows(IllegalArgumentException.class, () -> allocate());
        assertThrows(IllegalArgumentException.class, () -> allocate(Integer.MAX_VALUE, Integer.MAX_VALUE, 34));
        assertEquals(50, pool.remaining());
    }

    @Test
    void anEmptyPoolSaysSo() {
        PoolExhaustedException e = assertThrows(PoolExhaustedException.class, () -> one(1));
        assertEquals(0L, e.details().get("left"));
    }

    @Test
    void usedBytesAreZeroInTheBlockAndTheOthersAreNot() {
        byte[] data = addToMemory(1, 10);
        one(4).close();
        assertArrayEquals(new byte[] {0, 0, 0, 0, Blocks.at(1, 4)}, java.util.Arrays.copyOf(data, 5));
        one(5).close();
        assertArrayEquals(new byte[9], java.util.Arrays.copyOf(data, 9));
        assertEquals(Blocks.at(1, 9), data[9]);
    }

    @Test
    void aUsedUpBlockIsDeletedAndHoldsNothingButZeros() {
        byte[] data = addToMemory(1, 10);
        pool.add(block(2, 10)).join();
        one(9).close();
        assertEquals(Set.of(uuid(1), uuid(2)), pool.blockUuids());
        one(1).close();
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertArrayEquals(new byte[10], data);
    }

    @Test
    void whatIsGivenBackIsAllocatedAgainFirst() {
        pool.add(block(1, 40)).join();
        AllocatedBytes first = one(8);
        AllocatedBytes second = one(8);
        pool.giveBack(first);
        assertEquals(32, pool.remaining());
        AllocatedBytes again = one(10);
        assertEquals(allocation(fragment(1, 0, 8), fragment(1, 16, 2)), again.allocation());
        assertBytes(again);
        assertBytes(second);
    }

    @Test
    void whatIsGivenBackIsWipedAndCannotBeGivenBackTwice() {
        pool.add(block(1, 40)).join();
        AllocatedBytes allocated = one(8);
        pool.giveBack(allocated);
        assertThrows(IllegalStateException.class, () -> allocated.bytes().expose());
        assertThrows(IllegalStateException.class, () -> pool.giveBack(allocated));
        assertEquals(40, pool.remaining());
    }

    @Test
    void theBytesOfAUsedUpBlockCanBeGivenBackToo() {
        pool.add(block(1, 10)).join();
        pool.add(block(2, 10)).join();
        pool.add(block(3, 10)).join();
        AllocatedBytes first = one(15);
        AllocatedBytes second = one(10);
        assertEquals(Set.of(uuid(3)), pool.blockUuids());
        pool.giveBack(second);
        pool.giveBack(first);
        assertEquals(30, pool.remaining());
        AllocatedBytes all = one(30);
        assertEquals(allocation(fragment(1, 0, 10), fragment(2, 0, 10), fragment(3, 0, 10)), all.allocation());
        assertBytes(all);
    }

    @Test
    void theBytesOfManyUsedUpBlocksCanBeGivenBack() {
        List<AllocatedBytes> all = new ArrayList<>();
        for (int n = 1; n <= 100; n++) {
            pool.add(block(n, 10)).join();
            all.add(one(10));
        }
        all.forEach(pool::giveBack);
        assertEquals(1000, pool.remaining());
        assertEquals(allocation(fragment(1, 0, 10), fragment(2, 0, 5)), one(15).allocation());
    }

    @Test
    void theBytesOfADroppedBlockAreNotGivenBack() {
        pool.add(block(1, 10)).join();
        pool.add(block(2, 10)).join();
        AllocatedBytes first = one(10);
        AllocatedBytes second = one(5);
        pool.retain(Set.of()).join();
        pool.giveBack(first);
        pool.giveBack(second);
        assertEquals(0, pool.remaining());
        assertEquals(Set.of(), pool.blockUuids());
    }

    @Test
    void whatIsGivenBackLateIsErasedAndNotAllocatedAgain() {
        byte[] data = addToMemory(1, 40);
        AllocatedBytes first = one(8);
        clock.advance(Pool.GRACE.dividedBy(4));
        AllocatedBytes second = one(8);
        clock.advance(Pool.GRACE.dividedBy(4));
        pool.giveBack(first);
        pool.giveBack(second);
        assertEquals(32, pool.remaining());
        assertArrayEquals(new byte[8], java.util.Arrays.copyOf(data, 8));
        assertEquals(allocation(fragment(1, 8, 10)), one(10).allocation());
    }

    @Test
    void whatWasGivenBackIsErasedIfItIsNotAllocatedAgainSoon() {
        byte[] data = addToMemory(1, 40);
        pool.giveBack(one(8));
        assertEquals(Blocks.at(1, 0), data[0]);
        clock.set(Duration.ofDays(1));
        pool.expire();
        assertEquals(40, pool.remaining());
        clock.advance(Pool.GRACE.dividedBy(2));
        pool.expire();
        assertArrayEquals(new byte[8], java.util.Arrays.copyOf(data, 8));
        assertEquals(allocation(fragment(1, 8, 4)), one(4).allocation());
    }

    @Test
    void aBlockOfWhichNothingIsLeftButWhatWasGivenBackLongAgoIsDropped() {
        pool.add(block(1, 10)).join();
        AllocatedBytes all = one(10);
        clock.advance(Pool.GRACE.dividedBy(2));
        pool.giveBack(all);
        assertEquals(Set.of(), pool.blockUuids());
        assertEquals(0, pool.remaining());
    }

    @Test
    void aPoolThatIsStoppedAllocatesNothingUntilTheMarksAreSettled() {
        byte[] data = addToMemory(1, 40);
        one(8).close();
        assertEquals(Map.of(uuid(1), 8), pool.marks());
        pool.stop();
        assertFalse(pool.isSettled());
        PoolStoppedException e = assertThrows(PoolStoppedException.class, () -> one(1));
        assertEquals(ErrorCode.UNAVAILABLE, e.code());
        pool.settle(Map.of(uuid(1), 20)).join();
        assertTrue(pool.isSettled());
        assertArrayEquals(new byte[20], java.util.Arrays.copyOf(data, 20));
        assertEquals(allocation(fragment(1, 20, 4)), one(4).allocation(), "on at the higher of the two marks");
        pool.settle(Map.of(uuid(1), 3)).join();
        assertEquals(allocation(fragment(1, 24, 4)), one(4).allocation());
    }

    /** Who has begun anew erases at once what is below a mark, also if it was not named. */
    @Test
    void whatIsBelowAMarkThatWasToldIsGone() {
        pool.add(block(1, 10)).join();
        pool.add(block(2, 40)).join();
        AllocatedBytes first = one(10);
        AllocatedBytes gap = one(4);
        AllocatedBytes underWay = one(6);
        pool.giveBack(gap);
        assertEquals(Map.of(uuid(2), 10), pool.marks());
        pool.giveBack(first);
        pool.giveBack(underWay);
        assertEquals(allocation(fragment(2, 10, 5)), one(5).allocation());
    }

    @Test
    void whatIsBelowThePeersMarkIsNotGivenBack() {
        pool.add(block(1, 40)).join();
        AllocatedBytes taken = one(8);
        pool.settle(Map.of(uuid(1), 4)).join();
        pool.giveBack(taken);
        assertEquals(allocation(fragment(1, 4, 10)), one(10).allocation());
    }

    @Test
    void onlyBlocksThatThePeerHoldsTooAreKeptAndTheOthersAreWiped() {
        byte[] dropped = addToMemory(1, 10);
        pool.add(block(2, 10)).join();
        pool.retain(Set.of(uuid(2), uuid(9))).join();
        assertEquals(Set.of(uuid(2)), pool.blockUuids());
        assertArrayEquals(new byte[10], dropped);
        assertEquals(allocation(fragment(2, 0, 3)), one(3).allocation());
    }

    @Test
    void closingWipesEverything() {
        byte[] data = addToMemory(1, 10);
        pool.close();
        assertArrayEquals(new byte[10], data);
        assertEquals(0, pool.remaining());
    }

    @Test
    void aBlockThatIsThereAlreadyIsRefused() {
        pool.add(block(1, 10)).join();
        one(4).close();
        assertThrows(InvalidException.class, () -> pool.add(block(1, 10)));
        assertEquals(6, pool.remaining());
    }

    @Test
    void aRefillIsAskedForWhenLittleIsLeftOrTooLittle() {
        pool.add(block(1, 100)).join();
        one(80).close();
        assertEquals(List.of(), refill.requests(), "20 are left, which is not below 20");
        assertFalse(pool.isLow());
        one(1).close();
        assertTrue(pool.isLow());
        assertEquals(List.of(0L), refill.requests());
        assertThrows(PoolExhaustedException.class, () -> one(119));
        assertEquals(List.of(100L), refill.requests(), "119 wanted, 19 left");
    }

    @Test
    void manyGapsAreSkippedRatherThanRefused() {
        pool.add(block(1, 400)).join();
        List<AllocatedBytes> odd = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            AllocatedBytes allocated = one(1);
            if (i % 2 == 1) {
                odd.add(allocated);
            }
        }
        odd.forEach(pool::giveBack);
        assertEquals(300, pool.remaining());
        AllocatedBytes key = one(128);
        assertBytes(key);
        assertTrue(key.allocation().fragments().size() <= Allocation.MAX_FRAGMENTS);
        assertEquals(172, pool.remaining());
        List<AllocatedBytes> small = allocate(50, 32);
        small.forEach(OwnPoolTest::assertBytes);
        assertEquals(fragment(1, 1, 1), small.get(0).allocation().fragments().get(0), "skipped gaps come later");
        assertEquals(90, pool.remaining());
    }

    /** A response signs the text of its request's signing key, so that is never long. */
    @Test
    void aSigningKeyIsPutTogetherOfEightGapsAtMost() {
        pool.add(block(1, 200)).join();
        List<AllocatedBytes> odd = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            AllocatedBytes allocated = one(2);
            if (i % 2 == 1) {
                odd.add(allocated);
            }
        }
        odd.forEach(pool::giveBack);
        AllocatedBytes key = one(32);
        assertBytes(key);
        assertEquals(8, key.allocation().fragments().size());
        assertEquals(fragment(1, 130, 2), key.allocation().fragments().get(0));
        assertEquals(16, one(31).allocation().fragments().size(), "any other need takes the first gaps");
    }

    @Test
    void aPoolOfNothingButTinyGapsIsRefilled() {
        OwnPool gappy = Pools.own("hank/client", PoolOwner.CLIENT, 0, refill, clock, 100);
        gappy.add(block(1, 200)).join();
        List<AllocatedBytes> even = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            AllocatedBytes allocated = gappy.allocate(Duration.ZERO, 1).get(0);
            if (i % 2 == 0) {
                even.add(allocated);
            }
        }
        even.forEach(gappy::giveBack);
        assertEquals(100, gappy.remaining());
        PoolExhaustedException e = assertThrows(PoolExhaustedException.class, () -> gappy.allocate(Duration.ZERO, 80));
        assertEquals(Map.of("pool", "hank/client", "wanted", 80, "left", 100L), e.details());
        assertEquals(List.of(80L), refill.requests());
        gappy.add(block(2, 80)).join();
        assertBytes(gappy.allocate(Duration.ZERO, 80).get(0));
        assertEquals(100, gappy.remaining());
    }

    @Test
    void anyAllocationsAndGiveBacksKeepEveryByteOnce() {
        Seed.check(random -> {
            OwnPool any = Pools.own("any", PoolOwner.HUB, 0, Refill.NONE, clock, 100);
            int blocks = 1 + random.nextInt(4);
            long total = 0;
            for (int n = 1; n <= blocks; n++) {
                int size = 1 + random.nextInt(300);
                any.add(block(n, size)).join();
                total += size;
            }
            List<AllocatedBytes> out = new ArrayList<>();
            for (int step = 0; step < 500; step++) {
                if (out.isEmpty() || random.nextInt(3) > 0) {
                    // Below the size of a signing key, which is not put together of more than 8 gaps.
                    int size = 1 + random.nextInt(31);
                    if (size <= any.remaining()) {
                        out.add(any.allocate(Duration.ZERO, size).get(0));
                    }
                } else {
                    any.giveBack(out.remove(random.nextInt(out.size())));
                }
                long handedOut = out.stream().mapToLong(a -> a.bytes().size()).sum();
                assertEquals(total, any.remaining() + handedOut);
                out.forEach(OwnPoolTest::assertBytes);
                for (int i = 0; i < out.size(); i++) {
                    for (int j = 0; j < i; j++) {
                        out.get(i).allocation().requireDisjoint(out.get(j).allocation());
                    }
                }
            }
        });
    }

    @Test
    void theStatusShowsSizesAndRevealsBytesOnlyWhenTold() {
        pool.add(block(1, 100)).join();
        pool.add(block(2, 5)).join();
        one(4).close();
        PoolStatus status = pool.status(false);
        assertEquals("hank/client", status.name());
        assertEquals("client", status.owner());
        assertEquals(List.of(105L, 4L, 101L), List.of(status.size(), status.used(), status.unused()));
        assertEquals(List.of(0L, 101L), List.of(status.stored(), status.inMemory()));
        assertEquals(
                List.of(
                        new PoolStatus.BlockStatus(uuid(1), 100, 4, 96, "laboratory", null),
                        new PoolStatus.BlockStatus(uuid(2), 5, 0, 5, "laboratory", null)),
                status.blocks());
        byte[] revealed = pool.status(true).blocks().get(0).firstBytes();
        assertArrayEquals(new byte[] {0, 0, 0, 0, 21, 22, 23, 24, 25, 26}, revealed, "zeros where the bytes are used");
        assertArrayEquals(Blocks.data(2, 5), pool.status(true).blocks().get(1).firstBytes());
    }

    @Test
    void nothingThatIsPrintedShowsABytesValue() {
        Block block = block(1, 10);
        assertEquals("Block[uuid=" + uuid(1) + ", data=SecretBytes[10 bytes], origin=LABORATORY]", block.toString());
        pool.add(block).join();
        assertEquals(
                "PooledBlock[" + uuid(1) + ", 10 of 10 bytes unused]",
                pool.blocks.get(uuid(1)).toString());
        assertTrue(one(3).toString().contains("SecretBytes[3 bytes]"));
    }

    @Test
    void theOwnersHaveTheirWordsInMessages() {
        assertEquals(PoolOwner.CLIENT, PoolOwner.parse("client"));
        assertEquals(PoolOwner.HUB, PoolOwner.parse(PoolOwner.HUB.wireName()));
        assertThrows(InvalidException.class, () -> PoolOwner.parse("Client"));
        assertThrows(InvalidException.class, () -> PoolOwner.parse(""));
    }
}
