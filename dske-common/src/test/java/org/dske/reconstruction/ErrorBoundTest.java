package org.dske.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.dske.sharing.ItsSharing;
import org.dske.sharing.SharingMode;
import org.junit.jupiter.api.Test;

class ErrorBoundTest {
    private static final int MAX_SHARES = 255;

    /** Pascal's triangle. */
    private static final BigInteger[][] SETS = new BigInteger[MAX_SHARES + 1][MAX_SHARES + 1];

    static {
        for (int n = 0; n <= MAX_SHARES; n++) {
            SETS[n][0] = BigInteger.ONE;
            SETS[n][n] = BigInteger.ONE;
            for (int k = 1; k < n; k++) {
                SETS[n][k] = SETS[n - 1][k - 1].add(SETS[n - 1][k]);
            }
        }
    }

    /** The bound is m/10 for the smallest m with count^10 ≤ 2^(m + 10·bits). */
    private static void isBound(BigInteger count, int bits, double bound, String what) {
        int tenths = new BigDecimal(String.valueOf(bound)).movePointRight(1).intValueExact();
        BigInteger power = count.pow(10);
        assertTrue(power.compareTo(BigInteger.TWO.pow(tenths + 10 * bits)) <= 0, () -> what + ": too small");
        assertTrue(
                power.shiftLeft(1).compareTo(BigInteger.TWO.pow(tenths + 10 * bits)) > 0, () -> what + ": too large");
    }

    @Test
    void everyNetworkHasTheBoundThatItsSetsAddUpTo() {
        for (int n = 2; n <= MAX_SHARES; n++) {
            for (int k = 2; k <= n; k++) {
                String network = k + " of " + n;
                // A key of 32 bytes: two blocks, its name, its length, and a fifth to make d odd.
                BigInteger tried = SETS[n][k].min(BigInteger.valueOf(20_000));
                BigInteger count = tried.multiply(BigInteger.valueOf(6));
                isBound(count, 128, ErrorBound.ofWrongKey(SharingMode.ITS, n, k, 32), network);
                isBound(tried, 32, ErrorBound.ofWrongKey(SharingMode.CLASSIC, n, k, 32), network);
            }
        }
    }

    @Test
    void everySizeOfAKeyHasTheBoundOfItsBlocks() {
        int d = 3;
        for (int size = 1; size <= 131_072; size++) {
            // d grows by 2 with every second block of 16 bytes, and begins with 3 for one block.
            if (size % 32 == 17) {
                d += 2;
            }
            assertEquals(d, ItsSharing.degree(size), "d of " + size + " bytes");
            BigInteger count = BigInteger.TEN.multiply(BigInteger.valueOf(d + 1L));
            isBound(count, 128, ErrorBound.ofWrongKey(SharingMode.ITS, 5, 3, size), size + " bytes");
        }
    }

    @Test
    void sizesOfBodiesHaveTheBoundOfTheirBlocks() {
        for (int size = 1024; size <= 2_100_000; size += 101) {
            BigInteger blocks = BigInteger.valueOf(63 + (size + 15) / 16 + 1);
            isBound(blocks, 128, ErrorBound.ofForgery(size), size + " bytes");
        }
        isBound(BigInteger.valueOf(63 + (268_435_456 / 16) + 1), 128, ErrorBound.ofForgery(268_435_456), "256 MiB");
    }

    @Test
    void theExampleNetworkHasTheFiguresOfTheDocumentation() {
        assertEquals(-122.0, ErrorBound.ofWrongKey(SharingMode.ITS, 5, 3, 32));
        assertEquals(-28.6, ErrorBound.ofWrongKey(SharingMode.CLASSIC, 5, 3, 32));
        assertEquals(-122.0, ErrorBound.ofForgery(0));
        assertEquals(-121.0, ErrorBound.ofForgery(1_024));
        assertEquals(-111.9, ErrorBound.ofForgery(1_048_576));
    }
}
