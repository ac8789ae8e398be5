package org.dske.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How two peers notice that the store of one of them was restored from a backup, or cloned: each remembers the last start of the other's
 * store, and an earlier one, or another run of the same, is <i>stale</i>. Then whatever they share may have been used by a life of the
 * node that they do not remember, and both throw it away. Source: protocol, section 1.
 *
 * <p>Each peer knows a store by an ID of its own. So a peer that says that a store is stale, rightly or not, is done with for itself, and
 * takes nothing away from the others, who find out by themselves.
 *
 * <p>Safe for concurrent use.
 */
public final class PeerIncarnations {
    /** Stores of a peer that are remembered, in case that one which it threw away is used again. */
    private static final int MOST_STORES = 64;

    private final PsrdLedger ledger;
    private final Supplier<UUID> ids;
    private RegisteredPeer peer;
    /** What the ledger has; null if it has nothing of the peer. */
    private @Nullable RegisteredPeer saved;

    /**
     * Of a peer, as far as the ledger knows it.
     *
     * @param ids makes random IDs
     */
    public PeerIncarnations(PsrdLedger ledger, PeerName name, Supplier<UUID> ids) {
        this.ledger = ledger;
        this.ids = ids;
        this.saved = ledger.peers().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElse(null);
        this.peer = saved == null ? new RegisteredPeer(name, ids.get(), List.of()) : saved;
    }

    /** {@return which life of this node's store it is, as the peer knows it; nothing if the node keeps no state} */
    public synchronized Optional<Incarnation> own() {
        return ledger.incarnation().map(life -> new Incarnation(peer.ownId(), life.start(), life.run()));
    }

    /** Whether the peer's store has been in a later life, or is in another at the same time. */
    public synchronized boolean isStale(Incarnation theirs) {
        return peer.seen().stream()
                .filter(known -> known.id().equals(theirs.id()))
                .anyMatch(known -> theirs.start() < known.start()
                        || (theirs.start() == known.start() && !theirs.run().equals(known.run())));
    }

    /** Remembers the life that the peer's store is in, whatever was known of the same store; durable when done. */
    public synchronized CompletableFuture<Void> remember(Incarnation theirs) {
        if (peer.seen().contains(theirs)) {
            return save();
        }
        List<Incarnation> seen = new ArrayList<>(peer.seen());
        seen.removeIf(known -> known.id().equals(theirs.id()));
        seen.add(theirs);
        int superfluous = Math.max(0, seen.size() - MOST_STORES);
        peer = new RegisteredPeer(peer.name(), peer.ownId(), seen.subList(superfluous, seen.size()));
        return save();
    }

    /** Remembers the peer, with what is known of it; durable when done. */
    public synchronized CompletableFuture<Void> save() {
        RegisteredPeer now = peer;
        return now.equals(saved)
                ? CompletableFuture.completedFuture(null)
                : ledger.save(now).thenRun(() -> saved(now));
    }

    private synchronized void saved(RegisteredPeer now) {
        saved = now;
    }

    /** The peer has seen a later life of this store: what they share is to be thrown away before; from now on the peer knows another ID. */
    public synchronized CompletableFuture<Void> beginAnew() {
        peer = new RegisteredPeer(peer.name(), ids.get(), peer.seen());
        return save();
    }
}
