package org.dske.hub.share;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** What is held of one client's shares. Not safe for concurrent use, but for the sum of all accounts. */
final class MemoryAccount {
    /** Of all clients. */
    private final AtomicReference<Holding> all;
    /** Each once: most of a client's keys are shared in the same way. */
    private final Map<ShareTerms, Terms> inUse = new HashMap<>();
    /** The shares that every slave has fetched, in the order in which they were: they are held for a lost answer only. */
    private final SequencedSet<MemoryShare> fetched = new LinkedHashSet<>();

    private Holding held = Holding.NONE;
    private Holding ofFetched = Holding.NONE;

    private static final class Terms {
        private final ShareTerms terms;
        private long shares;

        private Terms(ShareTerms terms) {
            this.terms = terms;
        }
    }

    MemoryAccount(AtomicReference<Holding> all) {
        this.all = all;
    }

    Holding held() {
        return held;
    }

    boolean isEmpty() {
        return held.shares() == 0;
    }

    /**
     * Makes room for shares and counts them.
     *
     * @return the shares that give way: they are gone, and have to be erased
     */
    List<MemoryShare> reserve(List<NewShare> batch, ShareLimits limits) {
        Holding wanted = wanted(batch);
        while (true) {
            Holding before = Objects.requireNonNull(all.get());
            List<MemoryShare> giveWay = List.of();
            Holding more = wanted;
            if (!limits.allow(held, before, more)) {
                if (!limits.allow(held, before, wanted.minus(ofFetched))) {
                    throw ShareStore.tooMany(limits, held, before, wanted);
                }
                giveWay = firstFetched(wanted, before, limits);
            }
            // Counted before any are taken away: else another client could take the room.
            if (all.compareAndSet(before, before.plus(wanted))) {
                held = held.plus(wanted);
                for (NewShare share : batch) {
                    inUse.computeIfAbsent(share.terms(), Terms::new).shares++;
                }
                giveWay.forEach(this::remove);
                return giveWay;
            }
        }
    }

    private List<MemoryShare> firstFetched(Holding wanted, Holding before, ShareLimits limits) {
        List<MemoryShare> giveWay = new ArrayList<>();
        Holding more = wanted;
        for (MemoryShare share : fetched) {
            if (limits.allow(held, before, more)) {
                break;
            }
            giveWay.add(share);
            more = more.minus(share.holding());
        }
        return giveWay;
    }

    /** What shares would add. */
    private Holding wanted(List<NewShare> batch) {
        Stream<Holding> terms = batch.stream()
                .map(NewShare::terms)
                .distinct()
                .filter(each -> !inUse.containsKey(each))
                .map(Holding::of);
        Stream<Holding> shares = batch.stream()
                .map(share -> Holding.of(share.terms(), share.share().value().size()));
        return Stream.concat(terms, shares).reduce(Holding.NONE, Holding::plus);
    }

    /** Terms that equal some: the same object for all shares that are held under them. */
    ShareTerms canonical(ShareTerms terms) {
        return Objects.requireNonNull(inUse.get(terms)).terms;
    }

    /** Takes note that all slaves have fetched a share. */
    void fetched(MemoryShare share) {
        if (!share.isGone() && fetched.add(share)) {
            ofFetched = ofFetched.plus(share.holding());
        }
    }

    /** Counts a share no more, if it was; from now on it is gone. */
    void remove(MemoryShare share) {
        if (!share.leave()) {
            return;
        }
        Holding less = share.holding();
        if (fetched.remove(share)) {
            ofFetched = ofFetched.minus(less);
        }
        Terms terms = Objects.requireNonNull(inUse.get(share.terms()));
        if (--terms.shares == 0) {
            inUse.remove(share.terms());
            less = less.plus(Holding.of(share.terms()));
        }
        Holding gone = less;
        held = held.minus(gone);
        all.updateAndGet(before -> before.minus(gone));
    }
}
