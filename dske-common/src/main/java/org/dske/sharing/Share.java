package org.dske.sharing;

import org.dske.secret.SecretBytes;

/**
 * One of the <i>n</i> shares of a secret: a point of the polynomials that hide it.
 *
 * @param index where on the polynomials the point lies; not secret
 * @param value the polynomials' values there, as long as the secret in the mode {@code classic}, and
 *     longer by {@value ItsSharing#OVERHEAD} bytes in the mode {@code its}
 */
public record Share(int index, SecretBytes value) implements AutoCloseable {
    /** The same share once more, to be wiped by itself. */
    public Share copy() {
        return new Share(index, value.slice(0, value.size()));
    }

    /** Wipes the value. */
    @Override
    public void close() {
        value.close();
    }
}
