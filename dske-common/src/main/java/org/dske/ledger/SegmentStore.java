package org.dske.ledger;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.secret.SecretBytes;

/**
 * The bytes of one pool that are not in memory. Of each block the bytes from an offset to its end are stored, in segments of {@value
 * #SEGMENT_SIZE} bytes that begin at multiples of that; what is before the offset is in memory, or gone. A segment is taken out as a
 * whole, before the first of its bytes is used, named or accepted.
 *
 * <p>What a future stands for is durable when it is done, and was not done at all if it fails, with a {@link StoreException}. Safe for
 * concurrent use; of one block, what is asked first happens first. What depends on a future must be short and must not block.
 */
public interface SegmentStore {
    /** Bytes of a segment; the last one of a block may have fewer, and the first stored one after an orderly stop as well. */
    int SEGMENT_SIZE = 65_536;

    /** {@return the blocks that are known, in the order in which they were added, those of which nothing is stored included} */
    List<StoredBlock> blocks();

    /**
     * Adds a block behind all others. All its bytes are stored then.
     *
     * @param data the bytes, which stay the caller's, to be wiped when the future is done
     */
    CompletableFuture<Void> add(StoredBlock block, SecretBytes data);

    /**
     * A copy of stored bytes, which stay: to verify with, and for nothing else.
     *
     * @param from index of the first byte in the block
     * @param to index behind the last one
     * @return the bytes, which are the caller's; none if not all of them are stored
     */
    CompletableFuture<SecretBytes> read(UUID block, int from, int to);

    /**
     * Takes segments out: those of a block that begin before an index.
     *
     * @return their bytes, from the first stored one on, which are the caller's; none if none of them is stored
     */
    CompletableFuture<SecretBytes> takeOut(UUID block, int before);

    /** Erases segments unread: those of a block that end at an index or before it. */
    CompletableFuture<Void> discard(UUID block, int upTo);

    /**
     * Puts bytes back that were taken out and not used, on an orderly stop: they are stored then, and what is before them is gone.
     *
     * @param rest the bytes directly before the first stored one of the block; they stay the caller's, to be wiped
     */
    CompletableFuture<Void> putBack(UUID block, SecretBytes rest);

    /** Erases blocks, and forgets them. */
    CompletableFuture<Void> drop(Collection<UUID> blocks);
}
