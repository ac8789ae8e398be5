package org.dske.field;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

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

    /** How many longs are multiplied in one go: they stay in the processor's nearest memory. */
    private static final int AT_ONCE = 512;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        long[] products = new long[Math.min(AT_ONCE, secret.length / Long.BYTES)];
        int whole = secret.length / Long.BYTES * Long.BYTES;
        for (int from = 0; from < whole; from += products.length * Long.BYTES) {
            addProducts(sum, factor, secret, from, Math.min(products.length, (whole - from) / Long.BYTES), products);
        }
        Arrays.fill(products, 0);
        for (int i = whole; i < secret.length; i++) {
            long product = 0;
            for (int bit = Integer.highestOneBit(factor); bit != 0; bit >>>= 1) {
                product = timesX(product) ^ ((factor & bit) == 0 ? 0 : secret[i] & 0xff);
            }
            sum[i] ^= (byte) product;
        }
    }

    /** By Horner's rule over the factor's bits, one simple loop a step: those run several longs at a time on today's processors. */
    private static void addProducts(byte[] sum, int factor, byte[] secret, int from, int count, long[] products) {
        Arrays.fill(products, 0, count, 0);
        for (int bit = Integer.highestOneBit(factor); bit != 0; bit >>>= 1) {
            if ((factor & bit) == 0) {
                multiplyByX(products, count);
            } else {
                multiplyByXAndAdd(products, secret, from, count);
            }
        }
        for (int i = 0; i < count; i++) {
            int at = from + i * Long.BYTES;
            LONGS.set(sum, at, (long) LONGS.get(sum, at) ^ products[i]);
        }
    }

    private static void multiplyByX(long[] products, int count) {
        for (int i = 0; i < count; i++) {
            products[i] = timesX(products[i]);
        }
    }

    private static void multiplyByXAndAdd(long[] products, byte[] secret, int from, int count) {
        for (int i = 0; i < count; i++) {
            products[i] = timesX(products[i]) ^ (long) LONGS.get(secret, from + i * Long.BYTES);
        }
    }

    /** Each of the eight bytes that a long holds, times x. */
    private static long timesX(long bytes) {
        long overflows = (bytes >>> 7) & LOW_BITS;
        // The modulus without its leading term is 0x1b: x^4 + x^3 + x + 1. Not by a product, which processors make one
        // at a time.
        return ((bytes & ~HIGH_BITS) << 1) ^ overflows ^ (overflows << 1) ^ (overflows << 3) ^ (overflows << 4);
    }
}
