package org.dske.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class EncryptionKeyTest {
    @Test
    void xorsThePadOntoTheText() {
        EncryptionKey key = new EncryptionKey(SecretBytes.copyOf(new byte[] {0, (byte) 0xff, 0x0f}));
        assertArrayEquals(new byte[] {1, (byte) 0xfe, 0x0e}, key.encrypt(SecretBytes.copyOf(new byte[] {1, 1, 1})));
    }

    @Test
    void whatIsEncryptedDecrypts() {
        Seed.check(random -> {
            byte[] text = Seed.bytes(random, random.nextInt(100));
            EncryptionKey key = new EncryptionKey(SecretBytes.random(text.length, Seed.secure(random)));
            SecretBytes plain = SecretBytes.copyOf(text);
            assertEquals(plain, key.decrypt(key.encrypt(plain)));
            assertArrayEquals(text, plain.expose());
        });
    }

    @Test
    void neverReusesOrInventsPadBytes() {
        EncryptionKey key = new EncryptionKey(SecretBytes.copyOf(new byte[4]));
        assertThrows(InvalidException.class, () -> key.encrypt(SecretBytes.copyOf(new byte[5])));
        assertThrows(InvalidException.class, () -> key.decrypt(new byte[3]));
        assertThrows(InvalidException.class, () -> key.decrypt(new byte[0]));
    }

    @Test
    void isOfNoUseOnceItsPadIsWiped() {
        SecretBytes pad = SecretBytes.copyOf(new byte[] {5, 6, 7});
        EncryptionKey key = new EncryptionKey(pad);
        assertFalse(key.toString().contains("5, 6"));
        key.close();
        assertThrows(IllegalStateException.class, () -> key.decrypt(new byte[3]));
        assertThrows(IllegalStateException.class, pad::expose);
    }
}
