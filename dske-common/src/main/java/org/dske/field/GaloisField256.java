package org.dske.field;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arithmetic in GF(2^8) modulo x^8+x^4+x^3+x+1, on whole arrays of secret bytes at once.
 *
 * <p>What is secret is only ever multiplied by what is public (a coefficient that follows from the shares' indices), and
 * only added to what is secret. So branches depend on public numbers alone, no table is looked up, and the time is the same
 * for all secrets of one size.
 *
 * <p>Not guaranteed: constant time for the public elements.
 */
public final class GaloisField256 {
    /** The modulus without its leading term. */
    private static final int REDUCTION = 0x1b;

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private GaloisField256() {}

    /** The product of two public elements, 0..255 as they are. */
    public static int multiply(int a, int b) {
        int product = 0;
        int power = a;
        for (int bits = b; bits != 0; bits >>>= 1) {
            product ^= (bits & 1) * power;
            power = (power << 1) ^ ((power >>> 7) * (0x100 | REDUCTION));
        }
        return product;
    }

    /** The inverse of a public element that is not 0: its 254th power. */
    public static int inverse(int a) {
        int product = 1;
        int square = a;
        for (int i = 0; i < 7; i++) {
            // 254 = 2 + 4 + ... + 128
            square = multiply(square, square);
            product = multiply(product, square);
        }
        return product;
    }

    /**
     * Adds to each byte of a sum the product of a public factor, 0..255, and the byte in the same place of a secret as long as
     * the sum.
     */
    public static void addProduct(byte[] sum, int factor, byte[] secret) {
        ByteBuffer target = ByteBuffer.wrap(sum).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer source = ByteBuffer.wrap(secret).order(ByteOrder.LITTLE_ENDIAN);
        while (source.remaining() >= Long.BYTES) {
            target.putLong(target.getLong(target.position()) ^ multiplyEight(source.getLong(), factor));
        }
        while (source.hasRemaining()) {
            target.put((byte) (target.get(target.position()) ^ multiplyEight(source.get() & 0xff, factor)));
        }
    }

    /** The products of a public factor and each of the eight secret bytes that a long holds. */
    private static long multiplyEight(long secrets, int factor) {
        long products = 0;
        long powers = secrets;
        for (int bits = factor; bits != 0; bits >>>= 1) {
            products ^= powers & -(long) (bits & 1);
            long overflows = ((powers & HIGH_BITS) >>> 7) & LOW_BITS;
            powers = ((powers & ~HIGH_BITS) << 1) ^ (overflows * REDUCTION);
        }
        return products;
    }
}
