package org.dske.secret;

import java.nio.ByteBuffer;

/**
 * A secret that is there for as long as its owner, such as the key of a store: its bytes are outside of the heap of the virtual machine. So
 * no heap dump has them, and no garbage collector copies them. Whoever reads all memory of the process has them all the same.
 *
 * <p>Safe for concurrent use.
 */
public final class OffHeapSecret {
    private final ByteBuffer bytes;

    private OffHeapSecret(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Takes a secret out of the heap, which is closed. */
    public static OffHeapSecret of(SecretBytes secret) {
        try (secret) {
            return new OffHeapSecret(ByteBuffer.allocateDirect(secret.size()).put(0, secret.expose()));
        }
    }

    /** {@return a copy in the heap, to be closed as soon as it has been used} */
    public SecretBytes copy() {
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        return SecretBytes.owning(copy);
    }

    /** Shows the size and nothing else. */
    @Override
    public String toString() {
        return "OffHeapSecret[" + bytes.capacity() + " bytes]";
    }
}
