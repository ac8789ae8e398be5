package org.dske.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What one process keeps of its PSRD and of the peers that it shares it with. Futures and failures as those of {@link SegmentStore};
 * what has no future blocks.
 */
public interface PsrdLedger extends AutoCloseable {
    /** {@return which life of the store this is; nothing if all is forgotten when the process ends} */
    Optional<Incarnation> incarnation();

    /** {@return all peers whose registrations are known} */
    List<RegisteredPeer> peers();

    /** Remembers a peer's registration in place of what was known of it. */
    CompletableFuture<Void> save(RegisteredPeer peer);

    /** Erases all blocks that are shared with a peer, those of its packages included, and forgets it and these. */
    CompletableFuture<Void> forget(PeerName peer);

    /** {@return the stored bytes of one of the two pools that are shared with a peer} */
    SegmentStore pool(PeerName peer, PoolOwner owner);

    /** {@return the enrolment packages} */
    EnrolmentLedger enrolment();

    @Override
    void close();
}
