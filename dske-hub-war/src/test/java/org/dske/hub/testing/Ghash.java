package org.dske.hub.testing;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tags of the suite {@code its}, bit by bit as NIST SP 800-38D words them: slow, and easy to compare with its text. */
final class Ghash {
    private static final int BLOCK = 16;
    private static final int BITS = 128;
    private static final BigInteger R = BigInteger.valueOf(0xe1).shiftLeft(120);

    private Ghash() {}

    /** GHASH_H(context, body) XOR S, with H the first half of the key and S the second. */
    static byte[] tag(byte[] key, String context, byte[] body) {
        byte[] additional = context.getBytes(StandardCharsets.UTF_8);
        BigInteger h = new BigInteger(1, Arrays.copyOf(key, BLOCK));
        BigInteger hash = BigInteger.ZERO;
        hash = blocks(hash, h, additional);
        hash = blocks(hash, h, body);
        hash = blocks(
                hash,
                h,
                ByteBuffer.allocate(BLOCK)
                        .putLong(8L * additional.length)
                        .putLong(8L * body.length)
                        .array());
        byte[] sum = hash.xor(new BigInteger(1, Arrays.copyOfRange(key, BLOCK, 2 * BLOCK)))
                .toByteArray();
        byte[] tag = new byte[BLOCK];
        for (int i = 1; i <= Math.min(BLOCK, sum.length); i++) {
            tag[BLOCK - i] = sum[sum.length - i];
        }
        return tag;
    }

    private static BigInteger blocks(BigInteger start, BigInteger h, byte[] bytes) {
        BigInteger hash = start;
        for (int at = 0; at < bytes.length; at += BLOCK) {
            byte[] block = Arrays.copyOf(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + BLOCK)), BLOCK);
            hash = product(hash.xor(new BigInteger(1, block)), h);
        }
        return hash;
    }

    /** Section 6.3, algorithm 1: the leftmost bit is bit 0. */
    private static BigInteger product(BigInteger x, BigInteger y) {
        BigInteger z = BigInteger.ZERO;
        BigInteger v = y;
        for (int i = 0; i < BITS; i++) {
            if (x.testBit(BITS - 1 - i)) {
                z = z.xor(v);
            }
            boolean odd = v.testBit(0);
            v = v.shiftRight(1);
            if (odd) {
                v = v.xor(R);
            }
        }
        return z;
    }
}
