package org.dske.reconstruction;

import java.math.BigInteger;
import org.dske.field.PolynomialHash;
import org.dske.sharing.ItsSharing;
import org.dske.sharing.SharingMode;
import org.dske.signature.ItsSuite;

/**
 * How likely it is at most that a lie passes: bounds on probabilities, as logarithms to the base 2, rounded up to tenths. So
 * the bound that stands there is never smaller than the true one. The formulas are derived in {@code
 * docs/security.md}.
 *
 * <p>A bound is for one try, and several tries have the sum: 2^20 forged messages pass with at most 2^20 times the bound of one.
 *
 * <p>Not promised: anything if the random data are not random, or known to the attacker; anything against k hubs that work
 * together.
 */
public final class ErrorBound {
    /** The field of tags and of tau has 2^128 elements. */
    private static final int FIELD_BITS = PolynomialHash.BLOCK_SIZE * Byte.SIZE;

    /** The digest of the mode {@code classic} has 4 bytes. */
    private static final int DIGEST_BITS = 32;

    /** One search tries no more sets than that: so many without suspects, and as many with some. */
    private static final long MAX_SETS = 2L * SearchBudget.SETS;

    private static final int TENTHS = 10;

    private ErrorBound() {}

    /**
     * That one search for a key gives a wrong one, though fewer than k hubs lie: the sum over all sets of k shares that it tries. In the mode
     * {@code its} whatever the liars compute. In the mode {@code classic} as far as they cannot tell HMAC-SHA256 from a random
     * function, and do not know the key.
     *
     * @param mode how the key was split
     * @param shares n, 2 to 255
     * @param threshold k, 2 to n
     * @param keySize the key's size in bytes
     * @return the logarithm
     */
    public static double ofWrongKey(SharingMode mode, int shares, int threshold, int keySize) {
        BigInteger sets = binomial(shares, threshold).min(BigInteger.valueOf(MAX_SETS));
        return switch (mode) {
            case CLASSIC -> log2(sets, DIGEST_BITS);
            case ITS -> log2(sets.multiply(BigInteger.valueOf(ItsSharing.degree(keySize) + 1L)), FIELD_BITS);
        };
    }

    /**
     * That one forged message passes in the suite {@code its}, whatever the forger computes, even one who has seen the genuine
     * message and holds it back. A context of the largest size and the lengths count as 64 blocks, so that a body of 1 KiB has 2^-121.
     * Of T tries with B bytes together the sum is at most (B/16 + 3T)/2^128, whatever the largest body is.
     *
     * @param body the size of the message's body in bytes
     * @return the logarithm
     */
    public static double ofForgery(int body) {
        return log2(BigInteger.valueOf(blocks(ItsSuite.MAX_CONTEXT) + blocks(body) + 1), FIELD_BITS);
    }

    private static long blocks(int size) {
        return (size + PolynomialHash.BLOCK_SIZE - 1L) / PolynomialHash.BLOCK_SIZE;
    }

    private static BigInteger binomial(int n, int k) {
        BigInteger result = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            result = result.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return result;
    }

    /** The logarithm of count/2^bits. The number of bits of count^10 - 1 is 10·log2(count), rounded up. */
    private static double log2(BigInteger count, int bits) {
        int tenths = count.pow(TENTHS).subtract(BigInteger.ONE).bitLength();
        return (tenths - TENTHS * bits) / (double) TENTHS;
    }
}
