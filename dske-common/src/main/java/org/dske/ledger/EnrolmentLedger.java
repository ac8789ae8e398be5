package org.dske.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.key.SaeId;
import org.dske.secret.SecretBytes;

/**
 * The enrolment packages that a node has made, or imported. Futures and failures as those of {@link SegmentStore}. Source: protocol,
 * section 7.
 */
public interface EnrolmentLedger {
    /**
     * A package: at the hub from when it was issued until the client is taken out, at the client from its import on.
     *
     * @param id the package
     * @param peer whom it makes acquainted with this node
     * @param encryptors the client's encryptors in it
     * @param expires from when on it is worth nothing, unless it has been taken up
     * @param issued whether its blocks are kept apart until the client comes with them
     * @param blocks the blocks that are kept apart; none if it is not issued
     */
    record Enrolment(
            UUID id, PeerName peer, Set<SaeId> encryptors, Instant expires, boolean issued, List<StoredBlock> blocks) {
        public Enrolment {
            encryptors = Set.copyOf(encryptors);
            blocks = List.copyOf(blocks);
        }

        /** {@return the same, with blocks that are kept apart} */
        public Enrolment with(List<StoredBlock> apart) {
            return new Enrolment(id, peer, encryptors, expires, issued, apart);
        }

        /** {@return the same, whose client has come: its blocks are in the pools} */
        public Enrolment takenUp() {
            return new Enrolment(id, peer, encryptors, expires, false, List.of());
        }
    }

    /**
     * A block of a package, with its bytes, which stay the caller's.
     *
     * @param owner who allocates from it
     */
    record Content(PoolOwner owner, StoredBlock block, SecretBytes data) {}

    /** {@return all packages that are remembered} */
    List<Enrolment> enrolments();

    /**
     * Adds a package and its blocks, all of them or nothing. Where it is issued the blocks are in no pool until {@link #takeUp}; else they
     * are behind all others at once.
     *
     * @param enrolment without its blocks
     * @return fails with an {@link org.dske.error.InvalidException} if the package, or a block, has been added before
     */
    CompletableFuture<Void> add(Enrolment enrolment, List<Content> contents);

    /** Puts the blocks of an issued package into the pools, behind all others. */
    CompletableFuture<Void> takeUp(UUID id);

    /**
     * Erases all blocks that are shared with a peer, and forgets it and its packages; but what the blocks were called is remembered for
     * some time.
     */
    CompletableFuture<Void> takeOut(PeerName peer, Instant until);

    /** {@return the names of the blocks of those that were taken out} */
    Set<UUID> takenOut();

    /** Forgets what is over: packages that were not taken up, whose blocks are erased, and names of blocks. */
    CompletableFuture<Void> expire(Instant now);
}
