package org.dske.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
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
    void textsShareAPadOneAfterTheOther() {
        Seed.check(random -> {
            List<SecretBytes> plain = new ArrayList<>();
            ByteArrayOutputStream together = new ByteArrayOutputStream();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                byte[] text = Seed.bytes(random, random.nextInt(40));
                plain.add(SecretBytes.copyOf(text));
                together.writeBytes(text);
            }
            EncryptionKey key = new EncryptionKey(SecretBytes.random(together.size(), Seed.secure(random)));
            ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
            key.encryptAll(plain).forEach(encrypted::writeBytes);
            assertArrayEquals(key.encrypt(SecretBytes.owning(together.toByteArray())), encrypted.toByteArray());
            assertEquals(plain, key.decryptAll(key.encryptAll(plain)));
        });
    }

    @Test
    void textsUseAllOfThePad() {
        EncryptionKey key = new EncryptionKey(SecretBytes.copyOf(new byte[4]));
        assertEquals(2, key.decryptAll(List.of(new byte[1], new byte[3])).size());
        assertThrows(InvalidException.class, () -> key.decryptAll(List.of(new byte[2], new byte[1])));
        assertThrows(InvalidException.class, () -> key.decryptAll(List.of(new byte[4], new byte[1])));
        assertThrows(InvalidException.class, () -> key.decryptAll(List.of()));
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
