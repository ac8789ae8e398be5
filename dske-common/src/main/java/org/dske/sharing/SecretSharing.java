package org.dske.sharing;

import java.util.List;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;

/**
 * A way to split a key into <i>n</i> shares of which any <i>k</i> give it back.
 *
 * <p>An implementation takes the same time for all secrets of one size.
 */
public interface SecretSharing {
    /** Splits a key, which stays the caller's, into <i>n</i> shares with different indices, in the order of the indices. */
    List<Share> split(KeyId keyId, SecretBytes key);

    /**
     * Joins exactly <i>k</i> shares of one size, with different valid indices.
     *
     * @throws ReconstructionException if the shares are not what {@link #split} makes, or not all of one key
     */
    SecretBytes join(KeyId keyId, List<Share> shares);

    /** {@return <i>k</i>, the number of shares that give the key back} */
    int threshold();

    /** {@return whether there is a share with an index, which is any number from the wire} */
    boolean hasShareAt(int index);

    /** {@return the size in bytes of each share of a key of a size in bytes} */
    int shareSize(int keySize);
}
