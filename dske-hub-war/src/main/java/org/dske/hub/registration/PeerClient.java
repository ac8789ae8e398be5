package org.dske.hub.registration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.dske.config.PsrdSettings;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.Refill;
import org.dske.signature.SignatureSuite;

/**
 * A client as a hub sees it: its name, its encryptors, the suite that both agreed on, and the two pools of PSRD that they
 * share.
 */
public final class PeerClient implements AutoCloseable {
    /** Longer than a message can be under way, by the limits of every client. */
    private static final Duration GRACE_FOR_PASSED_BLOCKS = Duration.ofMinutes(1);

    private final NodeName name;
    private final PeerPool clientPool;
    private final OwnPool hubPool;
    private volatile Set<SaeId> encryptors;
    private volatile SignatureSuite suite;

    PeerClient(
            NodeName name,
            NodeName hub,
            Set<SaeId> encryptors,
            SignatureSuite suite,
            PsrdSettings psrd,
            InstantSource clock) {
        this.name = name;
        this.encryptors = Set.copyOf(encryptors);
        this.suite = suite;
        this.clientPool = new PeerPool(
                hub + "/" + name + "/client",
                PoolOwner.CLIENT,
                psrd.refillBelow(),
                Refill.NONE,
                clock,
                GRACE_FOR_PASSED_BLOCKS);
        this.hubPool = new OwnPool(hub + "/" + name + "/hub", PoolOwner.HUB, psrd.refillBelow(), new RefillByClient());
    }

    /**
     * The client's name.
     *
     * @return the name
     */
    public NodeName name() {
        return name;
    }

    /**
     * The client's encryptors.
     *
     * @return their SAE IDs
     */
    public Set<SaeId> encryptors() {
        return encryptors;
    }

    /**
     * The suite that the last registration picked. It may change at any time: an exchange asks once, and keeps the answer.
     *
     * @return the suite
     */
    public SignatureSuite suite() {
        return suite;
    }

    /**
     * The pool that the client allocates from.
     *
     * @return the pool
     */
    public PeerPool clientPool() {
        return clientPool;
    }

    /**
     * The pool that the hub allocates from.
     *
     * @return the pool
     */
    public OwnPool hubPool() {
        return hubPool;
    }

    /**
     * One of the two pools.
     *
     * @param owner who allocates from it
     * @return the pool
     */
    public Pool pool(PoolOwner owner) {
        return switch (owner) {
            case CLIENT -> clientPool;
            case HUB -> hubPool;
        };
    }

    /**
     * Both pools.
     *
     * @return the client's and the hub's
     */
    public Stream<Pool> pools() {
        return Stream.of(clientPool, hubPool);
    }

    void renew(Set<SaeId> names, SignatureSuite picked) {
        encryptors = Set.copyOf(names);
        suite = picked;
    }

    /** Wipes the pools. */
    @Override
    public void close() {
        clientPool.close();
        hubPool.close();
    }

    /**
     * The client refills the hub's pool on its own when it sees that little is left. So a refill is under way when little
     * is left, and the hub has nobody to ask; when an allocation fails with much left, only the answer tells the client.
     */
    private final class RefillByClient implements Refill {
        @Override
        public void request(long bytes) {
            // The client sees by what the hub has named so far.
        }

        @Override
        public boolean isUnderWay() {
            return hubPool.isLow();
        }
    }
}
