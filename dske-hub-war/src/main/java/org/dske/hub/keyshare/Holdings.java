package org.dske.hub.keyshare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
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
    /** The terms of a client's shares, each once: most of its keys are shared in the same way. */
    private final Map<Under, Terms> inUse = new HashMap<>();

    private Holding all = Holding.NONE;

    private record Under(NodeName initiator, ShareTerms terms) {
        static Under of(StoredShare share) {
            return new Under(share.initiator(), share.terms());
        }
    }

    private static final class Terms {
        private final ShareTerms terms;
        private long shares;

        private Terms(ShareTerms terms) {
            this.terms = terms;
        }
    }

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

    /** Terms that equal some: the same object that a client's shares are held under, if there are any. */
    ShareTerms canonical(NodeName initiator, ShareTerms terms) {
        Terms known = inUse.get(new Under(initiator, terms));
        return known == null ? terms : known.terms;
    }

    /** What a client's shares would add. */
    Holding of(List<StoredShare> batch) {
        Stream<Holding> terms = batch.stream()
                .map(Under::of)
                .distinct()
                .filter(under -> !inUse.containsKey(under))
                .map(under -> Holding.of(under.terms()));
        return Stream.concat(terms, batch.stream().map(Holding::of)).reduce(Holding.NONE, Holding::plus);
    }

    void add(StoredShare share) {
        Terms terms = inUse.computeIfAbsent(Under.of(share), under -> new Terms(under.terms()));
        Holding more = Holding.of(share);
        if (terms.shares++ == 0) {
            more = more.plus(Holding.of(share.terms()));
        }
        all = all.plus(more);
        byInitiator.merge(share.initiator(), more, Holding::plus);
    }

    void remove(StoredShare share) {
        Terms terms = Objects.requireNonNull(inUse.get(Under.of(share)));
        Holding less = Holding.of(share);
        if (--terms.shares == 0) {
            inUse.remove(Under.of(share));
            less = less.plus(Holding.of(share.terms()));
        }
        Holding left = of(share.initiator()).minus(less);
        all = all.minus(less);
        if (left.shares() == 0) {
            byInitiator.remove(share.initiator());
        } else {
            byInitiator.put(share.initiator(), left);
        }
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
