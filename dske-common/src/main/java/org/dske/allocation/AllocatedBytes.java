package org.dske.allocation;

import java.util.List;
import org.dske.secret.SecretBytes;

/**
 * Bytes that an owner has allocated: their names, which go onto the wire, and the bytes, which never do.
 *
 * @param allocation where the bytes were
 * @param bytes the bytes; the block holds zeros in their place
 */
public record AllocatedBytes(Allocation allocation, SecretBytes bytes) implements AutoCloseable {
    /**
     * Cuts the bytes in two; these are wiped.
     *
     * @param size how many are in the first part: at least 1, and fewer than there are
     * @return the first part, and the rest
     */
    public List<AllocatedBytes> splitAt(int size) {
        try (this) {
            return List.of(
                    new AllocatedBytes(allocation.part(0, size), bytes.slice(0, size)),
                    new AllocatedBytes(allocation.part(size, bytes.size()), bytes.slice(size, bytes.size())));
        }
    }

    /** Wipes the bytes. */
    @Override
    public void close() {
        bytes.close();
    }
}
