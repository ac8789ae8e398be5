package org.dske.field;

import java.math.BigInteger;
import java.util.Arrays;

/** GF(2^128) bit by bit, as NIST SP 800-38D words it (algorithms 1 and 2): slow, and not in constant time. */
final class SlowField128 {
    private static final BigInteger R = BigInteger.valueOf(0xe1).shiftLeft(120);

    private SlowField128() {}

    /** Algorithm 1: bit 0 of a block is its leftmost one. */
    static byte[] multiply(byte[] x, byte[] y) {
        BigInteger factor = new BigInteger(1, x);
        BigInteger product = BigInteger.ZERO;
        BigInteger power = new BigInteger(1, y);
        for (int i = 0; i < 128; i++) {
            if (factor.testBit(127 - i)) {
                product = product.xor(power);
            }
            boolean overflow = power.testBit(0);
            power = power.shiftRight(1);
            if (overflow) {
                power = power.xor(R);
            }
        }
        return bytes(product);
    }

    static byte[] add(byte[] x, byte[] y) {
        return bytes(new BigInteger(1, x).xor(new BigInteger(1, y)));
    }

    /** Algorithm 2. */
    static byte[] ghash(byte[] h, byte[] blocks) {
        byte[] y = new byte[16];
        for (int from = 0; from < blocks.length; from += 16) {
            y = multiply(add(y, Arrays.copyOfRange(blocks, from, from + 16)), h);
        }
        return y;
    }

    private static byte[] bytes(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] block = new byte[16];
        int size = Math.min(16, signed.length);
        System.arraycopy(signed, signed.length - size, block, 16 - size, size);
        return block;
    }
}
