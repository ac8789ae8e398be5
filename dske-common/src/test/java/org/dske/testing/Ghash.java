package org.dske.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tags of the suite {@code its}, bit by bit as NIST SP 800-38D words them: easy to compare with its text, and not in constant
 * time. It shares no code with the program.
 */
public final class Ghash {
    private static final int BLOCK = 16;
    private static final long R = 0xe1L << 56;

    private final long highH;
    private final long lowH;
    private long high;
    private long low;

    private Ghash(byte[] key) {
        ByteBuffer h = ByteBuffer.wrap(key);
        highH = h.getLong();
        lowH = h.getLong();
    }

    /**
     * GHASH_H(context, body) XOR S, with H the first half of the key and S the second.
     *
     * @param key 32 bytes
     * @param context the context's text
     * @param body the body
     * @return 16 bytes
     */
    public static byte[] tag(byte[] key, String context, byte[] body) {
        byte[] additional = context.getBytes(StandardCharsets.UTF_8);
        Ghash hash = new Ghash(key);
        hash.add(additional);
        hash.add(body);
        hash.add(8L * additional.length, 8L * body.length);
        ByteBuffer s = ByteBuffer.wrap(key, BLOCK, BLOCK);
        return ByteBuffer.allocate(BLOCK)
                .putLong(hash.high ^ s.getLong())
                .putLong(hash.low ^ s.getLong())
                .array();
    }

    private void add(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += BLOCK) {
            ByteBuffer block = ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + BLOCK));
            add(block.getLong(), block.getLong());
        }
    }

    /** Section 6.3, algorithm 1, with X the sum and Y the key: bit 0 is the leftmost one. */
    private void add(long highBlock, long lowBlock) {
        long highX = high ^ highBlock;
        long lowX = low ^ lowBlock;
        long highV = highH;
        long lowV = lowH;
        high = 0;
        low = 0;
        for (int i = 0; i < Long.SIZE * 2; i++) {
            long bit = (i < Long.SIZE ? highX : lowX) >>> (Long.SIZE - 1 - i % Long.SIZE) & 1;
            high ^= bit == 0 ? 0 : highV;
            low ^= bit == 0 ? 0 : lowV;
            boolean odd = (lowV & 1) == 1;
            lowV = (lowV >>> 1) | (highV << (Long.SIZE - 1));
            highV = (highV >>> 1) ^ (odd ? R : 0);
        }
    }
}
