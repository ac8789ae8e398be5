package org.dske.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class GaloisField256Test {
    /** Schoolbook: multiply the polynomials, then divide by x^8+x^4+x^3+x+1. */
    private static int naiveProduct(int a, int b) {
        int product = 0;
        for (int i = 0; i < 8; i++) {
            if ((b & (1 << i)) != 0) {
                product ^= a << i;
            }
        }
        for (int i = 14; i >= 8; i--) {
            if ((product & (1 << i)) != 0) {
                product ^= 0x11b << (i - 8);
            }
        }
        return product;
    }

    @Test
    void multipliesLikeTheSchoolbook() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                assertEquals(naiveProduct(a, b), GaloisField256.multiply(a, b), a + " * " + b);
            }
        }
    }

    @Test
    void multipliesLikeTheExampleOfFips197() {
        assertEquals(0xc1, GaloisField256.multiply(0x57, 0x83));
        assertEquals(0xfe, GaloisField256.multiply(0x57, 0x13));
    }

    @Test
    void everyElementButZeroHasAnInverse() {
        for (int a = 1; a < 256; a++) {
            assertEquals(1, GaloisField256.multiply(a, GaloisField256.inverse(a)), "1 / " + a);
        }
    }

    @Test
    void theFieldsAxiomsHold() {
        Seed.check(random -> {
            for (int i = 0; i < 10_000; i++) {
                int a = random.nextInt(256);
                int b = random.nextInt(256);
                int c = random.nextInt(256);
                assertEquals(GaloisField256.multiply(a, b), GaloisField256.multiply(b, a));
                assertEquals(
                        GaloisField256.multiply(a, GaloisField256.multiply(b, c)),
                        GaloisField256.multiply(GaloisField256.multiply(a, b), c));
                assertEquals(
                        GaloisField256.multiply(a, b ^ c),
                        GaloisField256.multiply(a, b) ^ GaloisField256.multiply(a, c));
                assertEquals(a, GaloisField256.multiply(a, 1));
                assertEquals(0, GaloisField256.multiply(a, 0));
            }
        });
    }

    @Test
    void addsProductsOfEveryFactorAndEveryByte() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (int factor = 0; factor < 256; factor++) {
            byte[] sum = new byte[256];
            GaloisField256.addProduct(sum, factor, all);
            for (int i = 0; i < all.length; i++) {
                assertEquals(naiveProduct(factor, i), sum[i] & 0xff, factor + " * " + i);
            }
        }
    }

    @Test
    void addsProductsOfAnyNumberOfBytes() {
        Seed.check(random -> {
            // Those around which it goes on in another way, too.
            for (int size : IntStream.concat(IntStream.range(0, 70), IntStream.of(4_095, 4_096, 4_097, 4_104, 12_300))
                    .toArray()) {
                byte[] secret = Seed.bytes(random, size);
                byte[] before = secret.clone();
                byte[] sum = Seed.bytes(random, size);
                byte[] expected = sum.clone();
                int factor = random.nextInt(256);
                for (int i = 0; i < size; i++) {
                    expected[i] ^= (byte) naiveProduct(factor, secret[i] & 0xff);
                }
                GaloisField256.addProduct(sum, factor, secret);
                assertArrayEquals(expected, sum, "size " + size);
                assertArrayEquals(before, secret, "size " + size);
            }
        });
    }
}
