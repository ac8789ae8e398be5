package org.dske.secret;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Secret bytes: a key, a share, a pad, random data that will become one of them.
 *
 * <p>Guarantees: {@link #toString()} shows the size and nothing else, {@link #equals(Object)} takes the same time whatever
 * the contents, {@link #close()} overwrites the bytes with zeros, and a closed object gives its bytes to nobody.
 *
 * <p>Not guaranteed, because Java cannot: a garbage collector that moves objects may leave copies behind in memory it has
 * not reused yet, and what others make out of the bytes (a cipher, of its key) is beyond reach.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private volatile boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Makes the array itself secret, without a copy. The caller gives it away: it must not use it any more. */
    public static SecretBytes owning(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /** Copies bytes that somebody else keeps. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** Draws a fresh secret of a size in bytes. */
    public static SecretBytes random(int size, SecureRandom random) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /** {@return the size of the secret in bytes} */
    public int size() {
        return bytes.length;
    }

    /**
     * The live array, for arithmetic and for APIs that want arrays. Whoever calls this must neither keep nor print it.
     *
     * @return the bytes themselves, not a copy
     * @throws IllegalStateException if the secret was wiped
     */
    public byte[] expose() {
        if (closed) {
            throw new IllegalStateException("the secret was wiped");
        }
        return bytes;
    }

    /** A copy of the secret's bytes from an index to before another, as a secret of its own. */
    public SecretBytes slice(int from, int to) {
        // copyOfRange alone would fill a slice that reaches too far with zeros.
        Objects.checkFromToIndex(from, to, bytes.length);
        return new SecretBytes(Arrays.copyOfRange(expose(), from, to));
    }

    /** Overwrites the bytes with zeros. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Compares in time that depends on the sizes alone. A closed secret equals nothing but itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof SecretBytes that && !closed && !that.closed && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The same for all secrets of one size: a hash of the contents would say something about them. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + " bytes]";
    }
}
