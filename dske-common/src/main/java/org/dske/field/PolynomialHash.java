package org.dske.field;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * The value of a polynomial over GF(2^128) at a secret point: m_1·x^b + m_2·x^(b-1) + … + m_b·x for the blocks m_1 … m_b
 * and the point x, as GHASH has it. Source: NIST SP 800-38D, sections 6.3 (the field, modulo x^128 + x^7 + x^2 + x + 1, a
 * block's first bit being the coefficient of x^0) and 6.4 (the hash).
 *
 * <p>Guarantees: over a random point, two different lists of blocks of the same number <i>b</i> differ by a given value
 * with probability at most b/2^128, whatever the power of whoever chose them, because a polynomial of degree <i>b</i> has
 * at most <i>b</i> roots. Neither a branch nor a memory address depends on the point or on the blocks: the time is the same
 * for all inputs of one size. {@link #close()} overwrites the point and the value.
 *
 * <p>Not guaranteed: it is no hash for more than one message with one point, unless the value is hidden (a known value of
 * known blocks gives the point away), and it does not know how long the last block was before it was padded; both are for
 * the caller to see to. Constant time holds as far as the processor multiplies 64-bit numbers in constant time, as those
 * that servers have do.
 *
 * <p>Not safe for concurrent use.
 */
public final class PolynomialHash implements AutoCloseable {
    /** The size of a block, of the point and of the value, in bytes. */
    public static final int BLOCK_SIZE = 16;

    private long pointHigh;
    private long pointLow;
    private long pointSum;
    private long reversedPointHigh;
    private long reversedPointLow;
    private long reversedPointSum;
    private long valueHigh;
    private long valueLow;

    /** The polynomial without coefficients, whose value is 0, at the point whose {@value #BLOCK_SIZE} bytes begin at an index. */
    public PolynomialHash(byte[] bytes, int from) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        pointHigh = buffer.getLong(Objects.checkFromIndexSize(from, BLOCK_SIZE, bytes.length));
        pointLow = buffer.getLong(from + Long.BYTES);
        pointSum = pointHigh ^ pointLow;
        reversedPointHigh = Long.reverse(pointHigh);
        reversedPointLow = Long.reverse(pointLow);
        reversedPointSum = reversedPointHigh ^ reversedPointLow;
    }

    /** Adds one block: its first eight bytes, the first one on top, and its last eight. */
    public void add(long high, long low) {
        valueHigh ^= high;
        valueLow ^= low;
        multiplyByPoint();
    }

    /** Adds the blocks that a range of bytes has, the last of them filled with zeros if need be. */
    public void add(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        ByteBuffer blocks = ByteBuffer.wrap(bytes, from, to - from);
        while (blocks.remaining() >= BLOCK_SIZE) {
            add(blocks.getLong(), blocks.getLong());
        }
        if (blocks.hasRemaining()) {
            byte[] padded = new byte[BLOCK_SIZE];
            blocks.get(padded, 0, blocks.remaining());
            add(padded, 0, BLOCK_SIZE);
            Arrays.fill(padded, (byte) 0);
        }
    }

    /** {@return the value for the blocks so far, {@value #BLOCK_SIZE} bytes} */
    public byte[] value() {
        return ByteBuffer.allocate(BLOCK_SIZE)
                .putLong(valueHigh)
                .putLong(valueLow)
                .array();
    }

    /** Overwrites the point and the value with zeros. */
    @Override
    public void close() {
        pointHigh = 0;
        pointLow = 0;
        pointSum = 0;
        reversedPointHigh = 0;
        reversedPointLow = 0;
        reversedPointSum = 0;
        valueHigh = 0;
        valueLow = 0;
    }

    /**
     * Multiplies the value by the point: three products of halves (Karatsuba), then the reduction. A product's upper half is
     * the reversed lower half of the product of the reversed factors. The way is that of Thomas Pornin's BearSSL
     * (ghash_ctmul64).
     */
    private void multiplyByPoint() {
        long valueSum = valueHigh ^ valueLow;
        long reversedHigh = Long.reverse(valueHigh);
        long reversedLow = Long.reverse(valueLow);
        long reversedSum = reversedHigh ^ reversedLow;

        long lows = productLow(valueLow, pointLow);
        long highs = productLow(valueHigh, pointHigh);
        long middles = productLow(valueSum, pointSum) ^ lows ^ highs;
        long reversedLows = productLow(reversedLow, reversedPointLow);
        long reversedHighs = productLow(reversedHigh, reversedPointHigh);
        long reversedMiddles = productLow(reversedSum, reversedPointSum) ^ reversedLows ^ reversedHighs;

        long word0 = lows;
        long word1 = middles ^ (Long.reverse(reversedLows) >>> 1);
        long word2 = highs ^ (Long.reverse(reversedMiddles) >>> 1);
        long word3 = Long.reverse(reversedHighs) >>> 1;
        reduce(word0, word1, word2, word3);
    }

    /**
     * Reduces a product of 255 bits. The bits of a block are in reverse order, so the product is one bit short of its place,
     * and what is divided away is at the low end.
     */
    private void reduce(long product0, long product1, long product2, long product3) {
        long word3 = (product3 << 1) | (product2 >>> 63);
        long word2 = (product2 << 1) | (product1 >>> 63);
        long word1 = (product1 << 1) | (product0 >>> 63);
        long word0 = product0 << 1;

        word2 ^= word0 ^ (word0 >>> 1) ^ (word0 >>> 2) ^ (word0 >>> 7);
        word1 ^= (word0 << 63) ^ (word0 << 62) ^ (word0 << 57);
        word3 ^= word1 ^ (word1 >>> 1) ^ (word1 >>> 2) ^ (word1 >>> 7);
        word2 ^= (word1 << 63) ^ (word1 << 62) ^ (word1 << 57);

        valueHigh = word3;
        valueLow = word2;
    }

    /**
     * The lower 64 bits of a product without carries, made of products with carries: of each factor only every fourth bit is
     * taken at a time, so that at most 15 ones meet in a place below the top and their carries stay in the three bits above
     * it, which are cleared. The 16 that can meet in the highest place carry out of the number.
     */
    private static long productLow(long a, long b) {
        long every4th = 0x1111111111111111L;
        long a0 = a & every4th;
        long a1 = a & (every4th << 1);
        long a2 = a & (every4th << 2);
        long a3 = a & (every4th << 3);
        long b0 = b & every4th;
        long b1 = b & (every4th << 1);
        long b2 = b & (every4th << 2);
        long b3 = b & (every4th << 3);
        long product0 = (a0 * b0) ^ (a1 * b3) ^ (a2 * b2) ^ (a3 * b1);
        long product1 = (a0 * b1) ^ (a1 * b0) ^ (a2 * b3) ^ (a3 * b2);
        long product2 = (a0 * b2) ^ (a1 * b1) ^ (a2 * b0) ^ (a3 * b3);
        long product3 = (a0 * b3) ^ (a1 * b2) ^ (a2 * b1) ^ (a3 * b0);
        return (product0 & every4th)
                | (product1 & (every4th << 1))
                | (product2 & (every4th << 2))
                | (product3 & (every4th << 3));
    }
}
