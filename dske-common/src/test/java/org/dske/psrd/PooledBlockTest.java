package org.dske.psrd;

import static org.dske.ledger.SegmentStore.SEGMENT_SIZE;
import static org.dske.psrd.Blocks.allocation;
import static org.dske.psrd.Blocks.expected;
import static org.dske.psrd.Blocks.fragment;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.Origin;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class PooledBlockTest {
    @Test
    void knowsItsGapsAndItsUnusedBytes() {
        PooledBlock block = inMemory(1, 20);
        assertEquals(fragment(1, 0, 20), block.firstGap(0, 100));
        block.use(fragment(1, 5, 5));
        assertEquals(15, block.unused());
        assertEquals(10, block.namedUpTo());
        assertEquals(fragment(1, 0, 5), block.firstGap(0, 100));
        assertEquals(fragment(1, 10, 3), block.firstGap(5, 3));
        assertEquals(10, block.nextUnused(7));
        block.use(fragment(1, 15, 5));
        assertEquals(20, block.nextUnused(15));
    }

    @Test
    void usesEachByteOnceWhateverTheOrder() {
        Seed.check(random -> {
            boolean[] used = new boolean[64];
            PooledBlock block = inMemory(1, 64);
            for (int step = 0; step < 300; step++) {
                int start = random.nextInt(70);
                Fragment fragment = fragment(1, start, 1 + random.nextInt(6));
                boolean free = fragment.end() <= 64;
                for (int i = start; i < Math.min(64, fragment.end()); i++) {
                    free &= !used[i];
                }
                if (free) {
                    assertDoesNotThrow(() -> block.requireUnused(fragment));
                    block.use(fragment);
                    Arrays.fill(used, start, fragment.end(), true);
                } else {
                    assertThrows(InvalidAllocationException.class, () -> block.requireUnused(fragment));
                }
            }
        });
    }

    @Test
    void givesNothingOnceItIsUsedUpOrClosed() {
        PooledBlock usedUp = inMemory(1, 10);
        usedUp.use(fragment(1, 0, 10));
        PooledBlock closed = inMemory(1, 10);
        closed.close();
        for (PooledBlock block : new PooledBlock[] {usedUp, closed}) {
            assertEquals(0, block.unused());
            assertEquals(10, block.size());
            assertEquals(10, block.nextUnused(0));
            assertThrows(InvalidAllocationException.class, () -> block.requireUnused(fragment(1, 3, 1)));
            assertArrayEquals(new byte[10], block.firstBytes(20));
        }
    }

    @Test
    void takesBytesBackAfterItWasUsedUp() {
        PooledBlock block = inMemory(1, 10);
        byte[] bytes = new byte[4];
        block.copy(fragment(1, 3, 4), bytes, 0);
        block.use(fragment(1, 0, 10));
        block.giveBack(fragment(1, 3, 4), bytes, 0);
        assertEquals(4, block.unused());
        assertEquals(fragment(1, 3, 4), block.firstGap(0, 10));
        byte[] again = new byte[4];
        block.copy(fragment(1, 3, 4), again, 0);
        assertArrayEquals(Arrays.copyOfRange(Blocks.data(1, 10), 3, 7), again);
        assertThrows(InvalidAllocationException.class, () -> block.requireUnused(fragment(1, 2, 2)));
    }

    @Test
    void ownsTheBytesThatAreTakenIn() {
        byte[] data = Blocks.data(1, 10);
        PooledBlock block = stored(10);
        block.takeIn(SecretBytes.owning(data));
        block.close();
        assertArrayEquals(new byte[10], data);
    }

    @Test
    void holdsNothingOfWhatIsStoredAndKnowsItAsUnused() {
        PooledBlock block = stored(3 * SEGMENT_SIZE);
        assertEquals(3 * SEGMENT_SIZE, block.unused());
        assertEquals(0, block.inMemory());
        assertEquals(block.size(), block.nextUnused(0), "no gap is in memory");
        assertDoesNotThrow(() -> block.requireUnused(fragment(1, 5, 2 * SEGMENT_SIZE)));
        assertArrayEquals(new byte[10], block.firstBytes(10));
    }

    @Test
    void takesSeveralSegmentsInAndFreesEachWhenItIsUsedUp() {
        PooledBlock block = stored(3 * SEGMENT_SIZE - 7);
        SecretBytes two = SecretBytes.owning(Blocks.data(1, 2 * SEGMENT_SIZE));
        block.takeIn(two);
        assertThrows(IllegalStateException.class, two::expose, "wiped: it was cut up");
        assertEquals(2 * SEGMENT_SIZE, block.storedFrom());
        Fragment across = fragment(1, SEGMENT_SIZE - 3, 6);
        byte[] copy = new byte[6];
        block.copy(across, copy, 0);
        assertArrayEquals(expected(allocation(across)), copy);
        block.use(across);
        assertEquals(SEGMENT_SIZE + 3, block.namedUpTo());
        assertThrows(InvalidAllocationException.class, () -> block.requireUnused(across));
        block.use(fragment(1, 0, SEGMENT_SIZE - 3));
        assertEquals(0, block.passedInMemory(), "the first segment is used up, and the second one not passed");
        assertEquals(SEGMENT_SIZE + 3, block.nextUnused(0));
        assertEquals(fragment(1, SEGMENT_SIZE + 3, SEGMENT_SIZE - 3), block.firstGap(SEGMENT_SIZE + 3, 1 << 20));
        assertThrows(InvalidAllocationException.class, () -> block.requireUnused(fragment(1, 0, 1)));
        assertEquals(2 * SEGMENT_SIZE - 10, block.unused());
    }

    @Test
    void refusesWhatTheStoreCannotHaveTakenOut() {
        for (int size : new int[] {0, 1, SEGMENT_SIZE - 1, SEGMENT_SIZE + 1}) {
            PooledBlock block = stored(3 * SEGMENT_SIZE);
            SecretBytes taken = SecretBytes.owning(new byte[size]);
            assertThrows(IllegalStateException.class, () -> block.takeIn(taken));
            assertThrows(IllegalStateException.class, taken::expose, "wiped");
            assertEquals(0, block.storedFrom());
        }
    }

    @Test
    void wipesWhatIsTakenOutForABlockThatIsNoPoolsAnyMore() {
        PooledBlock block = stored(10);
        block.close();
        byte[] data = Blocks.data(1, 10);
        block.takeIn(SecretBytes.owning(data));
        assertArrayEquals(new byte[10], data);
        assertEquals(0, block.unused());
    }

    @Test
    void whatIsErasedWhileItIsStoredIsGoneWhenItComes() {
        byte[] data = Blocks.data(1, 20);
        PooledBlock block = stored(20);
        block.erase(15);
        assertThrows(InvalidAllocationException.class, () -> block.requireUnused(fragment(1, 14, 2)));
        assertDoesNotThrow(() -> block.requireUnused(fragment(1, 15, 5)));
        block.takeIn(SecretBytes.owning(data));
        assertEquals(5, block.unused());
        assertArrayEquals(new byte[15], Arrays.copyOf(data, 15));
        assertEquals(Blocks.at(1, 15), data[15]);
    }

    @Test
    void bytesThatAreStoredCannotHaveBeenPassed() {
        PooledBlock block = stored(20);
        assertThrows(IllegalArgumentException.class, () -> block.pass(1));
        assertThrows(IllegalArgumentException.class, () -> block.use(fragment(1, 0, 1)));
    }

    @Test
    void bytesOfASegmentThatHasGoneComeBackToMemoryAlone() {
        PooledBlock block = stored(2 * SEGMENT_SIZE);
        block.takeIn(SecretBytes.owning(Blocks.data(1, SEGMENT_SIZE)));
        byte[] bytes = new byte[100];
        block.copy(fragment(1, SEGMENT_SIZE - 100, 100), bytes, 0);
        block.use(fragment(1, 0, SEGMENT_SIZE));
        block.giveBack(fragment(1, SEGMENT_SIZE - 100, 100), bytes, 0);
        assertEquals(100, block.inMemory());
        assertEquals(fragment(1, SEGMENT_SIZE - 100, 50), block.firstGap(SEGMENT_SIZE - 100, 50));
        assertEquals(SEGMENT_SIZE, block.storedFrom());
        assertEquals(0, block.rest().size(), "it was named");
    }

    @Test
    void theRestIsWhatWasNotNamed() {
        PooledBlock block = inMemory(1, 20);
        block.use(fragment(1, 5, 5));
        try (SecretBytes rest = block.rest()) {
            assertArrayEquals(Arrays.copyOfRange(Blocks.data(1, 20), 10, 20), rest.expose());
        }
    }

    private static PooledBlock stored(int size) {
        return new PooledBlock(new StoredBlock(Blocks.uuid(1), size, Origin.LABORATORY, 0), 0);
    }

    private static PooledBlock inMemory(int n, int size) {
        PooledBlock block = stored(size);
        block.takeIn(SecretBytes.owning(Blocks.data(n, size)));
        return block;
    }
}
