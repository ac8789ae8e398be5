package org.dske.encryption;

import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;

/**
 * A one-time pad: as many PSRD bytes as the text has, XORed onto it. Perfectly secret as long as the bytes are random,
 * secret and used for one text only; it does not authenticate, which is the signature's work.
 *
 * @param pad the PSRD bytes
 */
public record EncryptionKey(SecretBytes pad) implements AutoCloseable {

    /**
     * Encrypts a text.
     *
     * @param plaintext as long as the pad
     * @return the ciphertext
     * @throws InvalidException if the sizes differ
     */
    public byte[] encrypt(SecretBytes plaintext) {
        return xor(plaintext.expose());
    }

    /**
     * Decrypts a text.
     *
     * @param ciphertext as long as the pad
     * @return the plaintext
     * @throws InvalidException if the sizes differ
     */
    public SecretBytes decrypt(byte[] ciphertext) {
        return SecretBytes.owning(xor(ciphertext));
    }

    /** Wipes the pad. */
    @Override
    public void close() {
        pad.close();
    }

    private byte[] xor(byte[] text) {
        byte[] key = pad.expose();
        if (key.length != text.length) {
            throw new InvalidException(
                    "an encryption key of " + key.length + " bytes does not fit a text of " + text.length + " bytes");
        }
        byte[] result = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            result[i] = (byte) (key[i] ^ text[i]);
        }
        return result;
    }
}
