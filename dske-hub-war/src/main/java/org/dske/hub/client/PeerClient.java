package org.dske.hub.client;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dske.config.PsrdSettings;
import org.dske.hub.quota.Quotas;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool;
import org.dske.psrd.Refill;
import org.dske.signature.SignatureSuite;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A client as a hub sees it: its name, its encryptors, the suite that both agreed on, and the two pools of PSRD that they
 * share.
 */
public final class PeerClient implements AutoCloseable {
    /** Each holds a thread of the server, which others need too. */
    private static final int MOST_WAITING = 4;

    private final NodeName name;
    private final PeerPool clientPool;
    private final OwnPool hubPool;
    private final RefillByClient refillByClient = new RefillByClient();
    private volatile Set<SaeId> encryptors;
    private volatile Terms terms;

    /**
     * What a registration settles beside the encryptors.
     *
     * @param suite how messages are signed from now on, but for those of exchanges that have begun
     * @param bestSuite the name of the best suite that the client speaks, whatever is spoken here
     * @param hubNumber the number that the client knows the hub by; null if it does not say
     */
    public record Terms(
            SignatureSuite suite,
            String bestSuite,
            @Nullable Integer hubNumber) {}

    PeerClient(
            NodeName name,
            NodeName hub,
            Set<SaeId> encryptors,
            Terms terms,
            PsrdSettings psrd,
            Quotas quotas,
            Ticker ticker) {
        this.name = name;
        this.encryptors = Set.copyOf(encryptors);
        this.terms = terms;
        this.clientPool = new PeerPool(
                hub + "/" + name + "/client",
                PoolOwner.CLIENT,
                psrd.refillBelow(),
                Refill.NONE,
                ticker,
                quotas.psrdBytes().limit());
        this.hubPool = new OwnPool(
                hub + "/" + name + "/hub", PoolOwner.HUB, psrd.refillBelow(), refillByClient, ticker, MOST_WAITING);
    }

    /** {@return the client's name} */
    public NodeName name() {
        return name;
    }

    /** {@return the SAE IDs of the client's encryptors} */
    public Set<SaeId> encryptors() {
        return encryptors;
    }

    /** {@return the suite that the last registration picked; it may change at any time: an exchange asks once, and keeps the answer} */
    public SignatureSuite suite() {
        return terms.suite();
    }

    /** {@return the name of the best suite that the client speaks, as others may want to know} */
    public String bestSuite() {
        return terms.bestSuite();
    }

    /** The number that the client knows the hub by; nothing if it has not said. */
    Optional<Integer> hubNumber() {
        return Optional.ofNullable(terms.hubNumber());
    }

    /** {@return the pool that the client allocates from} */
    public PeerPool clientPool() {
        return clientPool;
    }

    /** {@return the pool that the hub allocates from} */
    public OwnPool hubPool() {
        return hubPool;
    }

    /** {@return the pool out of which the owner allocates} */
    public Pool pool(PoolOwner owner) {
        return switch (owner) {
            case CLIENT -> clientPool;
            case HUB -> hubPool;
        };
    }

    /** {@return both pools, the client's and the hub's} */
    public Stream<Pool> pools() {
        return Stream.of(clientPool, hubPool);
    }

    void renew(Set<SaeId> names, Terms settled) {
        encryptors = Set.copyOf(names);
        terms = settled;
    }

    /** Wipes the pools. */
    @Override
    public void close() {
        clientPool.close();
        hubPool.close();
    }

    /** Does something that brings a block for one of the pools: as long as it lasts, who needs bytes of that pool waits for it. */
    public <T> T refill(PoolOwner owner, Supplier<T> work) {
        return owner == PoolOwner.HUB ? refillByClient.during(work) : work.get();
    }

    /**
     * The client refills the hub's pool on its own when it sees that little is left, and the hub has nobody to ask. So a block is on
     * its way while the client's request for it is served, and at no other time: a client may stay away.
     */
    private final class RefillByClient implements Refill {
        private final AtomicInteger underWay = new AtomicInteger();

        @Override
        public void request(long bytes) {
            // The client sees by what the hub has named so far, and by the answer that there is too little.
        }

        @Override
        public boolean isUnderWay() {
            return underWay.get() > 0;
        }

        private <T> T during(Supplier<T> work) {
            underWay.incrementAndGet();
            try {
                return work.get();
            } finally {
                underWay.decrementAndGet();
                hubPool.refillEnded();
            }
        }
    }
}
