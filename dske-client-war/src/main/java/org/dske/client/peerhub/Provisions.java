package org.dske.client.peerhub;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.logging.Logger;
import org.dske.key.NodeName;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Pool;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;

/** What a round of the supply does: it registers with the hub, and fetches blocks for the pools. */
final class Provisions {
    private static final Logger LOG = Logger.getLogger(Provisions.class.getName());

    private final NodeName hub;
    private final Courier courier;
    private final Suites suites;
    private final SupplySettings settings;
    private volatile List<Pool> pools = List.of();

    Provisions(NodeName hub, Courier courier, Suites suites, SupplySettings settings) {
        this.hub = hub;
        this.courier = courier;
        this.suites = suites;
        this.settings = settings;
    }

    /** From now on it is about these pools. */
    void supply(List<Pool> supplied) {
        pools = supplied;
    }

    /** The first pool that wants something, if one does. */
    Optional<Pool> first(Predicate<Pool> wanting) {
        return pools.stream().filter(wanting).findFirst();
    }

    /** Registers, and drops the blocks that the hub does not hold. */
    Registration register() {
        Set<UUID> known = new HashSet<>();
        pools.forEach(pool -> known.addAll(pool.blockUuids()));
        RegistrationResponse answer = courier.register(known);
        if (!answer.hubName().equals(hub.name())) {
            throw HubException.of(HubException.Kind.NO_ANSWER, "the hub at this URL calls itself " + answer.hubName());
        }
        // A hub that does not say which blocks it knows may know none.
        List<UUID> kept = answer.knownBlocks() == null ? List.of() : answer.knownBlocks();
        pools.forEach(pool -> pool.retain(kept));
        String picked = answer.suite() == null ? ClassicSuite.NAME : answer.suite();
        boolean memoryWasLost = answer.knownBlocks() != null && kept.isEmpty() && !known.isEmpty();
        return new Registration(suites.words(), suites.find(picked).orElse(null), memoryWasLost);
    }

    /** Adds a block to a pool: one of the usual size, or a larger one if more bytes are missing. */
    void fill(Pool pool, long missing) {
        int size = (int) Math.min(Math.max(settings.blockSize(), missing), settings.largestBlock());
        pool.add(courier.fetch(pool.owner(), size));
        LOG.fine(() -> "pool " + pool.name() + " got " + size + " bytes");
    }

    /** Tells those who wait that no block is on its way. */
    void ended() {
        pools.forEach(Pool::refillEnded);
    }
}
