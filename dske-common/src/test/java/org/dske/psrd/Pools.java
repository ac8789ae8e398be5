package org.dske.psrd;

import org.dske.key.NodeName;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.time.Ticker;

/** Pools over a store in memory, of which every future is done at once. */
public final class Pools {
    /** What one message names at most. */
    public static final int LARGEST_MESSAGE = 1 << 20;

    private Pools() {}

    public static SegmentStore store(PoolOwner owner) {
        return new MemoryLedger().pool(PeerName.of(new NodeName("peer")), owner);
    }

    public static OwnPool own(
            String name, PoolOwner owner, long refillBelow, Refill refill, Ticker ticker, int mostWaiting) {
        return new OwnPool(name, owner, store(owner), refillBelow, refill, ticker, mostWaiting);
    }

    public static PeerPool peer(
            String name, PoolOwner owner, long refillBelow, Refill refill, Ticker ticker, long mostSkipped) {
        return new PeerPool(name, owner, store(owner), refillBelow, refill, ticker, mostSkipped, LARGEST_MESSAGE);
    }
}
