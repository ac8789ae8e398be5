package org.dske.hub.keyshare;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.dske.hub.quota.Quotas;
import org.dske.key.NodeName;

/**
 * How much of the shares that a hub holds has come from whom, and whether it may be more. Not safe for concurrent use: the
 * {@link KeyShares} guard it.
 */
final class Holdings {
    private final Quotas quotas;
    private final IntSupplier sharers;
    private final Map<NodeName, Holding> byInitiator = new HashMap<>();
    private Holding all = Holding.NONE;

    Holdings(Quotas quotas, IntSupplier sharers) {
        this.quotas = quotas;
        this.sharers = sharers;
    }

    /** Whether one client's shares may be added to the others. */
    boolean allow(NodeName initiator, Holding more) {
        Holding held = of(initiator);
        return quotas.shares().allows(held.shares(), more.shares())
                && quotas.shareBytes().allows(held.bytes(), more.bytes())
                && quotas.allShareBytes().shareOf(sharers.getAsInt()).allows(held.bytes(), more.bytes())
                && quotas.allShareBytes().allows(all.bytes(), more.bytes());
    }

    /**
     * Checks that one client's shares may be added to the others.
     *
     * @throws org.dske.error.RequestException with 429 if they are too many, or too many bytes
     */
    void require(NodeName initiator, Holding more) {
        Holding held = of(initiator);
        quotas.shares().require("shares from client " + initiator, held.shares(), more.shares());
        quotas.shareBytes().require("bytes of shares from client " + initiator, held.bytes(), more.bytes());
        quotas.allShareBytes()
                .shareOf(sharers.getAsInt())
                .require("bytes of shares from client " + initiator, held.bytes(), more.bytes());
        quotas.allShareBytes().require("bytes of shares from all clients", all.bytes(), more.bytes());
    }

    void add(StoredShare share) {
        all = all.plus(Holding.of(share));
        byInitiator.merge(share.initiator(), Holding.of(share), Holding::plus);
    }

    void remove(StoredShare share) {
        all = all.minus(Holding.of(share));
        byInitiator.computeIfPresent(share.initiator(), (name, held) -> {
            Holding left = held.minus(Holding.of(share));
            return left.shares() == 0 ? null : left;
        });
    }

    /** What has come from one client. */
    Holding of(NodeName initiator) {
        return byInitiator.getOrDefault(initiator, Holding.NONE);
    }

    /** What has come from all clients. */
    Holding all() {
        return all;
    }
}
