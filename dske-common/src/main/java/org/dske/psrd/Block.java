package org.dske.psrd;

import java.util.UUID;
import org.dske.ledger.Origin;
import org.dske.secret.SecretBytes;

/**
 * A block of fresh PSRD, of which no byte is used: on its way into a {@link Pool}, which wipes it as soon as it is stored.
 *
 * @param uuid its name
 * @param data the bytes, which are the block's own from now on
 * @param origin how the block came to the one of the two that did not make it
 */
public record Block(UUID uuid, SecretBytes data, Origin origin) implements AutoCloseable {
    /** A block that came in a laboratory's way. */
    public Block(UUID uuid, SecretBytes data) {
        this(uuid, data, Origin.LABORATORY);
    }

    /** {@return the number of bytes} */
    public int size() {
        return data.size();
    }

    /** Wipes the bytes. */
    @Override
    public void close() {
        data.close();
    }
}
