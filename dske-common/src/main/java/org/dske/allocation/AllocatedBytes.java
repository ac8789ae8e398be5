package org.dske.allocation;

import org.dske.secret.SecretBytes;

/**
 * Bytes that an owner has allocated: their names, which go onto the wire, and the bytes, which never do.
 *
 * @param allocation where the bytes were
 * @param bytes the bytes; the block holds zeros in their place
 */
public record AllocatedBytes(Allocation allocation, SecretBytes bytes) implements AutoCloseable {
    /** Wipes the bytes. */
    @Override
    public void close() {
        bytes.close();
    }
}
