package org.dske.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.modes.gcm.GCMUtil;
import org.bouncycastle.crypto.modes.gcm.Tables64kGCMMultiplier;
import org.dske.testing.Seed;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolynomialHashTest {
    private static final byte[] ZERO = new byte[16];
    private static final byte[] ONE = Vectors.hex("80000000000000000000000000000000");

    private static byte[] hash(byte[] point, byte[]... parts) {
        try (PolynomialHash hash = new PolynomialHash(point, 0)) {
            for (byte[] part : parts) {
                hash.add(part, 0, part.length);
            }
            return hash.value();
        }
    }

    private static byte[] multiply(byte[] a, byte[] b) {
        return hash(b, a);
    }

    /** Elements that carries, borders and reductions could go wrong with are as frequent as any others. */
    private static byte[] element(Random random) {
        byte[] element = Seed.bytes(random, 16);
        switch (random.nextInt(6)) {
            case 0 -> Arrays.fill(element, (byte) 0xff);
            case 1 -> {
                Arrays.fill(element, (byte) 0);
                element[random.nextInt(16)] = (byte) (1 << random.nextInt(8));
            }
            case 2 -> Arrays.fill(element, (byte) (0x11 << random.nextInt(4)));
            case 3 -> Arrays.fill(element, random.nextInt(16), 16, (byte) random.nextInt(2));
            default -> {
                // As it is.
            }
        }
        return element;
    }

    /**
     * The values GHASH(H, A, C) of the test cases in McGrew and Viega, The Galois/Counter Mode of Operation (GCM), appendix B,
     * which NIST published with SP 800-38D.
     */
    @ParameterizedTest(name = "test case {0}")
    @CsvSource({
        "1, 66e94bd4ef8a2c3b884cfa59ca342b2e, '', '', 00000000000000000000000000000000",
        "2, 66e94bd4ef8a2c3b884cfa59ca342b2e, '', 0388dace60b6a392f328c2b971b2fe78, f38cbb1ad69223dcc3457ae5b6b0f885",
        "3, b83b533708bf535d0aa6e52980d53b78, '', "
                + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985, 7f1b32b81b820d02614f8895ac1d4eac",
        "4, b83b533708bf535d0aa6e52980d53b78, feedfacedeadbeeffeedfacedeadbeefabaddad2, "
                + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091, 698e57f70e6ecc7fd9463b7260a9ae5f",
        "5, b83b533708bf535d0aa6e52980d53b78, feedfacedeadbeeffeedfacedeadbeefabaddad2, "
                + "61353b4c2806934a777ff51fa22a4755699b2a714fcdc6f83766e5f97b6c7423"
                + "73806900e49f24b22b097544d4896b424989b5e1ebac0f07c23f4598, df586bb4c249b92cb6922877e444d37b",
        "6, b83b533708bf535d0aa6e52980d53b78, feedfacedeadbeeffeedfacedeadbeefabaddad2, "
                + "8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca7"
                + "01e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5, 1c5afe9760d3932f3c9a878aac3dc3de",
        "14, dc95c078a2408989ad48a21492842087, '', cea7403d4d606b6e074ec5d3baf39d18, 83de425c5edc5d498f382c441041ca92",
        "16, acbef20579b4b8ebce889bac8732dad7, feedfacedeadbeeffeedfacedeadbeefabaddad2, "
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662, 8bd0c4d8aacd391e67cca447e8c38f65"
    })
    void hashesLikeThePublishedTestCases(int number, String h, String a, String c, String expected) {
        byte[] additional = Vectors.hex(a);
        byte[] ciphertext = Vectors.hex(c);
        byte[] lengths = ByteBuffer.allocate(16)
                .putLong(additional.length * 8L)
                .putLong(ciphertext.length * 8L)
                .array();
        byte[] value = hash(Vectors.hex(h), additional, ciphertext, lengths);
        assertEquals(expected, HexFormat.of().formatHex(value), "test case " + number);
    }

    @Test
    void multipliesLikeTheStandardsAlgorithmBitByBit() {
        Seed.check(random -> {
            for (int i = 0; i < 3000; i++) {
                byte[] a = element(random);
                byte[] b = element(random);
                assertArrayEquals(SlowField128.multiply(a, b), multiply(a, b));
            }
        });
    }

    @Test
    void multipliesEachPowerByEachPower() {
        for (int i = 0; i < 128; i++) {
            for (int j = 0; j < 128; j++) {
                byte[] a = new byte[16];
                a[i / 8] = (byte) (0x80 >>> (i % 8));
                byte[] b = new byte[16];
                b[j / 8] = (byte) (0x80 >>> (j % 8));
                assertArrayEquals(SlowField128.multiply(a, b), multiply(a, b), "x^" + i + " * x^" + j);
            }
        }
    }

    @Test
    void multipliesLikeBouncyCastle() {
        Seed.check(random -> {
            for (int i = 0; i < 20_000; i++) {
                byte[] a = element(random);
                byte[] b = element(random);
                byte[] expected = a.clone();
                GCMUtil.multiply(expected, b);
                assertArrayEquals(expected, multiply(a, b));
            }
        });
    }

    @Test
    void hashesLikeBouncyCastleAndLikeTheStandardsAlgorithm() {
        Seed.check(random -> {
            for (int blocks = 0; blocks < 40; blocks++) {
                byte[] point = element(random);
                byte[] message = Seed.bytes(random, 16 * blocks);
                Tables64kGCMMultiplier multiplier = new Tables64kGCMMultiplier();
                multiplier.init(point);
                byte[] expected = new byte[16];
                for (int from = 0; from < message.length; from += 16) {
                    GCMUtil.xor(expected, message, from);
                    multiplier.multiplyH(expected);
                }
                assertArrayEquals(expected, hash(point, message), blocks + " blocks");
                assertArrayEquals(SlowField128.ghash(point, message), hash(point, message), blocks + " blocks");
            }
        });
    }

    @Test
    void theFieldsAxiomsHold() {
        Seed.check(random -> {
            for (int i = 0; i < 2000; i++) {
                byte[] a = element(random);
                byte[] b = element(random);
                byte[] c = element(random);
                assertArrayEquals(multiply(a, b), multiply(b, a));
                assertArrayEquals(multiply(a, multiply(b, c)), multiply(multiply(a, b), c));
                assertArrayEquals(
                        multiply(a, SlowField128.add(b, c)), SlowField128.add(multiply(a, b), multiply(a, c)));
                assertArrayEquals(a, multiply(a, ONE));
                assertArrayEquals(ZERO, multiply(a, ZERO));
            }
        });
    }

    /** a^(2^128 - 1) = 1: so every element but 0 has an inverse, and the modulus is irreducible. */
    @Test
    void everyElementButZeroHasAnInverse() {
        Seed.check(random -> {
            for (int i = 0; i < 50; i++) {
                byte[] a = Seed.bytes(random, 16);
                byte[] square = a;
                byte[] inverse = ONE;
                for (int bit = 1; bit < 128; bit++) {
                    square = multiply(square, square);
                    inverse = multiply(inverse, square);
                }
                assertArrayEquals(ONE, multiply(a, inverse));
            }
        });
    }

    @Test
    void fillsTheLastBlockWithZerosAndTakesAnyRange() {
        Seed.check(random -> {
            byte[] point = Seed.bytes(random, 16);
            for (int size = 0; size < 70; size++) {
                byte[] message = Seed.bytes(random, size);
                byte[] padded = Arrays.copyOf(message, (size + 15) / 16 * 16);
                byte[] expected = SlowField128.ghash(point, padded);
                assertArrayEquals(expected, hash(point, message), "size " + size);

                int offset = random.nextInt(20);
                byte[] longer = Seed.bytes(random, offset + 16 + size + 5);
                System.arraycopy(point, 0, longer, offset, 16);
                System.arraycopy(message, 0, longer, offset + 16, size);
                byte[] before = longer.clone();
                PolynomialHash hash = new PolynomialHash(longer, offset);
                hash.add(longer, offset + 16, offset + 16 + size);
                assertArrayEquals(expected, hash.value(), "size " + size);
                assertArrayEquals(before, longer);
            }
        });
    }

    @Test
    void isThePolynomialsValueAtThePoint() {
        Seed.check(random -> {
            byte[] point = Seed.bytes(random, 16);
            byte[] a = Seed.bytes(random, 16);
            byte[] b = Seed.bytes(random, 16);
            // a x^2 + b x
            byte[] square = SlowField128.multiply(point, point);
            byte[] expected = SlowField128.add(SlowField128.multiply(a, square), SlowField128.multiply(b, point));
            assertArrayEquals(expected, hash(point, a, b));
            assertArrayEquals(ZERO, hash(point));
        });
    }

    @Test
    void refusesRangesThatAreNotThere() {
        byte[] bytes = new byte[40];
        assertThrows(IndexOutOfBoundsException.class, () -> new PolynomialHash(bytes, 25));
        assertThrows(IndexOutOfBoundsException.class, () -> new PolynomialHash(bytes, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> new PolynomialHash(new byte[15], 0));
        PolynomialHash hash = new PolynomialHash(bytes, 24);
        assertThrows(IndexOutOfBoundsException.class, () -> hash.add(bytes, 0, 41));
        assertThrows(IndexOutOfBoundsException.class, () -> hash.add(bytes, 2, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> hash.add(bytes, -1, 1));
    }

    @Test
    void closingForgetsThePointAndTheValue() {
        Seed.check(random -> {
            PolynomialHash hash = new PolynomialHash(Seed.bytes(random, 16), 0);
            hash.add(1, 2);
            assertFalse(Arrays.equals(ZERO, hash.value()));
            hash.close();
            assertArrayEquals(ZERO, hash.value());
            hash.add(1, 2);
            assertArrayEquals(ZERO, hash.value());
        });
    }
}
