package org.dske.encryption;

import java.util.ArrayList;
import java.util.List;
import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;

/**
 * A one-time pad: as many PSRD bytes as the text has, XORed onto it. Perfectly secret as long as the bytes are random,
 * secret and used for one text only; it does not authenticate, which is the signature's work. Several texts share a pad one
 * after the other: the first has its first bytes, the next the bytes behind them.
 *
 * @param pad the PSRD bytes
 */
public record EncryptionKey(SecretBytes pad) implements AutoCloseable {

    /** Encrypts a text as long as the pad. */
    public byte[] encrypt(SecretBytes plaintext) {
        return encryptAll(List.of(plaintext)).get(0);
    }

    /** Encrypts texts, one after the other, which together are as long as the pad. */
    public List<byte[]> encryptAll(List<SecretBytes> plaintexts) {
        return xor(plaintexts.stream().map(SecretBytes::expose).toList());
    }

    /** Decrypts a text as long as the pad. */
    public SecretBytes decrypt(byte[] ciphertext) {
        return decryptAll(List.of(ciphertext)).get(0);
    }

    /** Decrypts texts, one after the other, which together are as long as the pad. */
    public List<SecretBytes> decryptAll(List<byte[]> ciphertexts) {
        return xor(ciphertexts).stream().map(SecretBytes::owning).toList();
    }

    /** Wipes the pad. */
    @Override
    public void close() {
        pad.close();
    }

    private List<byte[]> xor(List<byte[]> texts) {
        byte[] key = pad.expose();
        long size = texts.stream().mapToLong(text -> text.length).sum();
        if (key.length != size) {
            throw new InvalidException(
                    "an encryption key of " + key.length + " bytes does not fit a text of " + size + " bytes");
        }
        List<byte[]> results = new ArrayList<>(texts.size());
        int offset = 0;
        for (byte[] text : texts) {
            results.add(xor(key, offset, text));
            offset += text.length;
        }
        return results;
    }

    private static byte[] xor(byte[] key, int offset, byte[] text) {
        byte[] result = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            result[i] = (byte) (key[offset + i] ^ text[i]);
        }
        return result;
    }
}
