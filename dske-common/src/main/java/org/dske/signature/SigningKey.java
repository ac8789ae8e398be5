package org.dske.signature;

import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;

/**
 * A key that signs one message.
 *
 * @param bytes {@value #SIZE} PSRD bytes
 */
public record SigningKey(SecretBytes bytes) implements AutoCloseable {
    /** The size of a signing key, in bytes. */
    public static final int SIZE = 32;

    public SigningKey {
        if (bytes.size() != SIZE) {
            throw new InvalidException("a signing key has " + SIZE + " bytes, not " + bytes.size());
        }
    }

    /** Wipes the key. */
    @Override
    public void close() {
        bytes.close();
    }
}
