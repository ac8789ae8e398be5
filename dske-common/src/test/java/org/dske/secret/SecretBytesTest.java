package org.dske.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
    private final byte[] array = {11, 22, 33, 44};

    @Test
    void printsItsSizeAndNothingElse() {
        assertEquals("SecretBytes[4 bytes]", SecretBytes.copyOf(array).toString());
    }

    @Test
    void equalsASecretOfTheSameBytes() {
        Seed.check(random -> {
            byte[] bytes = Seed.bytes(random, 1 + random.nextInt(64));
            SecretBytes secret = SecretBytes.copyOf(bytes);
            assertEquals(secret, SecretBytes.copyOf(bytes));
            assertEquals(secret.hashCode(), SecretBytes.copyOf(bytes).hashCode());
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertNotEquals(secret, SecretBytes.copyOf(bytes), HexFormat.of().formatHex(bytes));
        });
    }

    @Test
    void differsFromSecretsOfOtherSizesAndFromAnythingElse() {
        SecretBytes secret = SecretBytes.copyOf(array);
        assertNotEquals(secret, SecretBytes.copyOf(new byte[] {11, 22, 33}));
        assertNotEquals(secret, SecretBytes.copyOf(new byte[] {11, 22, 33, 44, 0}));
        assertNotEquals(secret, new Object());
        assertNotEquals(secret, null);
    }

    @Test
    void hasTheSameHashForAllSecretsOfOneSize() {
        assertEquals(
                SecretBytes.copyOf(array).hashCode(),
                SecretBytes.owning(new byte[4]).hashCode());
    }

    @Test
    void wipesItsBytesWhenClosed() {
        byte[] given = array.clone();
        SecretBytes secret = SecretBytes.owning(given);
        secret.close();
        assertArrayEquals(new byte[4], given);
        secret.close();
    }

    @Test
    void givesNothingAwayOnceClosed() {
        SecretBytes secret = SecretBytes.copyOf(array);
        secret.close();
        assertThrows(IllegalStateException.class, secret::expose);
        assertThrows(IllegalStateException.class, () -> secret.slice(0, 1));
    }

    @Test
    void equalsNothingButItselfOnceClosed() {
        SecretBytes closed = SecretBytes.copyOf(array);
        closed.close();
        SecretBytes zeros = SecretBytes.owning(new byte[4]);
        assertNotEquals(closed, zeros);
        assertNotEquals(zeros, closed);
        assertEquals(closed, closed);
    }

    @Test
    void leavesTheArrayThatItCopied() {
        try (SecretBytes secret = SecretBytes.copyOf(array)) {
            secret.expose()[0] = 99;
        }
        assertArrayEquals(new byte[] {11, 22, 33, 44}, array);
    }

    @Test
    void slicesIntoSecretsOfTheirOwn() {
        SecretBytes secret = SecretBytes.copyOf(array);
        SecretBytes slice = secret.slice(1, 3);
        secret.close();
        assertArrayEquals(new byte[] {22, 33}, slice.expose());
    }

    @Test
    void neverPadsASliceWithZeros() {
        SecretBytes secret = SecretBytes.copyOf(array);
        assertThrows(IndexOutOfBoundsException.class, () -> secret.slice(2, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> secret.slice(-1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> secret.slice(3, 2));
    }

    @Test
    void drawsAsManyBytesAsWanted() {
        Seed.check(random -> {
            SecretBytes one = SecretBytes.random(32, Seed.secure(random));
            assertEquals(32, one.size());
            assertFalse(one.equals(SecretBytes.random(32, Seed.secure(random))));
        });
    }
}
