package org.dske.psrd;

import static org.dske.psrd.Blocks.block;
import static org.dske.psrd.Blocks.fragment;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class BlockTest {
    @Test
    void knowsItsGapsAndItsUnusedBytes() {
        Block block = block(1, 20);
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
            Block block = block(1, 64);
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
        Block usedUp = block(1, 10);
        usedUp.use(fragment(1, 0, 10));
        Block closed = block(1, 10);
        closed.close();
        for (Block block : new Block[] {usedUp, closed}) {
            assertEquals(0, block.unused());
            assertEquals(10, block.size());
            assertEquals(10, block.nextUnused(0));
            assertThrows(InvalidAllocationException.class, () -> block.requireUnused(fragment(1, 3, 1)));
            assertArrayEquals(new byte[10], block.firstBytes(20));
        }
    }

    @Test
    void takesBytesBackAfterItWasUsedUp() {
        Block block = block(1, 10);
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
    void ownsTheBytesThatItIsMadeOf() {
        byte[] data = Blocks.data(1, 10);
        try (Block block = new Block(Blocks.uuid(1), SecretBytes.owning(data))) {
            assertEquals(10, block.unused());
        }
        assertArrayEquals(new byte[10], data);
    }
}
