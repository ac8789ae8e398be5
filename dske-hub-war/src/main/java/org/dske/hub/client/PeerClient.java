package org.dske.hub.client;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.dske.allocation.Allocation;
import org.dske.allocation.InvalidAllocationException;
import org.dske.config.PsrdSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.quota.Quotas;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.Incarnation;
import org.dske.ledger.PeerIncarnations;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.limit.LogLimit;
import org.dske.protocol.IncarnationMessage;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool;
import org.dske.psrd.Pool.Place;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.Refill;
import org.dske.signature.SignatureSuite;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A client as a hub sees it: its name, its encryptors, the suite that both agreed on, and the two pools of PSRD that they
 * share.
 */
public final class PeerClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeerClient.class.getName());

    /** Each holds a thread of the server, which others need too. */
    private static final int MOST_WAITING = 4;

    private final LogLimit staleStores;
    private final PeerName peer;
    private final PeerIncarnations incarnations;
    private final PeerPool clientPool;
    private final OwnPool hubPool;
    private final RefillByClient refillByClient = new RefillByClient();
    private volatile Set<SaeId> encryptors = Set.of();
    /** Behind the signing key of the last registration. */
    private Place registered = Place.BEGIN;
    /** Null until it registers: a hub that has just started knows clients that have not registered since. */
    private volatile ClientRegistration.@Nullable Terms terms;

    PeerClient(
            PeerName peer,
            NodeName hub,
            PsrdSettings psrd,
            Quotas quotas,
            PsrdLedger ledger,
            Supplier<UUID> ids,
            Ticker ticker) {
        this.staleStores = new LogLimit(LOG, ticker, 1);
        this.peer = peer;
        this.incarnations = new PeerIncarnations(ledger, peer, ids);
        String name = hub + "/" + peer;
        this.clientPool = new PeerPool(
                name + "/client",
                PoolOwner.CLIENT,
                ledger.pool(peer, PoolOwner.CLIENT),
                psrd.refillBelow(),
                Refill.NONE,
                ticker,
                quotas.psrdBytes().limit(),
                psrd.largestMessage());
        this.hubPool = new OwnPool(
                name + "/hub",
                PoolOwner.HUB,
                ledger.pool(peer, PoolOwner.HUB),
                psrd.refillBelow(),
                refillByClient,
                ticker,
                MOST_WAITING);
    }

    /** {@return the client's name} */
    public NodeName name() {
        return peer.name();
    }

    /** {@return the client, and which of the machines that are the same client it is} */
    public PeerName peer() {
        return peer;
    }

    /** {@return the SAE IDs of the client's encryptors} */
    public Set<SaeId> encryptors() {
        return encryptors;
    }

    /** {@return the suite that the last registration picked; it may change at any time: an exchange asks once, and keeps the answer} */
    public SignatureSuite suite() {
        return settled().suite();
    }

    /** {@return whether it has registered since the hub started; else nothing that it says is accepted} */
    public boolean isRegistered() {
        return terms != null;
    }

    private ClientRegistration.Terms settled() {
        return Objects.requireNonNull(terms, "the client has not registered");
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

    /** {@return which life of the hub's store it is, as this client knows it; nothing if the hub keeps no state} */
    public Optional<Incarnation> hubIncarnation() {
        return incarnations.own();
    }

    /**
     * Uses up the signing key of a registration. One whose key comes before that of another one was made before it, and held back on the
     * way: what it says is not so any more.
     */
    synchronized void consumeForRegistration(Allocation allocation) {
        Place first = clientPool.first(allocation);
        Place behind = clientPool.behind(allocation);
        if (first.compareTo(registered) < 0) {
            throw new InvalidAllocationException("the registration was made before one that this hub has taken");
        }
        clientPool.consume(Use.REGISTRATION, allocation);
        registered = behind;
    }

    /**
     * Takes a registration: both go on with the blocks that both hold, at the higher of the two marks of each. Durable when it returns.
     *
     * @throws RequestException with 409 if the client's store has been in a later life; then all PSRD is thrown away
     */
    synchronized void register(ClientRegistration registration) {
        requireNotStale(registration);
        Durable.await(registration.incarnation().map(incarnations::remember).orElseGet(incarnations::save));
        pools().forEach(pool -> {
            Durable.await(pool.retain(registration.knownBlocks()));
            Durable.await(pool.settle(registration.marks()));
        });
        encryptors = registration.encryptors();
        terms = registration.terms();
    }

    /**
     * Makes sure that a client's store has not been in a later life.
     *
     * @throws RequestException with 409 if it has; then all PSRD is thrown away
     */
    synchronized void requireNotStale(ClientRegistration registration) {
        if (registration.incarnation().filter(incarnations::isStale).isPresent()) {
            pools().forEach(pool -> Durable.await(pool.retain(Set.of())));
            staleStores.warn(() -> "client " + peer + " comes with a store that was restored from a backup, or cloned:"
                    + " the PSRD of the two is thrown away");
            throw new RequestException(
                    ErrorCode.CONFLICT,
                    "this store of client " + peer
                            + " has been in a later life: it was restored from a backup, or cloned",
                    Map.of(InvalidAllocationException.REASON, IncarnationMessage.STALE));
        }
    }

    /** Puts back into the store what is in memory and was not used; the pools are of no use then. */
    CompletableFuture<Void> putBack() {
        return CompletableFuture.allOf(pools().map(Pool::putBack).toArray(CompletableFuture<?>[]::new));
    }

    /** Erases the pools, in memory and in the store. */
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
