package org.dske.key;

import org.dske.secret.SecretBytes;

/**
 * A key that two encryptors share.
 *
 * @param id its name
 * @param value its bytes
 */
public record UserKey(KeyId id, SecretBytes value) implements AutoCloseable {
    /** Wipes the key's bytes. */
    @Override
    public void close() {
        value.close();
    }
}
