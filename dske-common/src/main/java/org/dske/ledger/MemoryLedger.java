package org.dske.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A ledger that forgets all when the process ends, as the developer guide has it. */
public final class MemoryLedger implements PsrdLedger, DeliveryLedger {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Map<PeerName, RegisteredPeer> peers = new ConcurrentHashMap<>();
    private final Map<Pool, MemorySegments> pools = new ConcurrentHashMap<>();

    private final MemoryEnrolment enrolment = new MemoryEnrolment(this);

    private record Pool(PeerName peer, PoolOwner owner) {}

    @Override
    public Optional<Incarnation> incarnation() {
        return Optional.empty();
    }

    @Override
    public List<RegisteredPeer> peers() {
        return List.copyOf(peers.values());
    }

    @Override
    public CompletableFuture<Void> save(RegisteredPeer peer) {
        peers.put(peer.name(), peer);
        return DONE;
    }

    @Override
    public CompletableFuture<Void> forget(PeerName peer) {
        enrolment.forget(peer);
        peers.remove(peer);
        for (PoolOwner owner : PoolOwner.values()) {
            Optional.ofNullable(pools.remove(new Pool(peer, owner))).ifPresent(MemorySegments::clear);
        }
        return DONE;
    }

    @Override
    public MemorySegments pool(PeerName peer, PoolOwner owner) {
        return pools.computeIfAbsent(new Pool(peer, owner), absent -> new MemorySegments());
    }

    @Override
    public EnrolmentLedger enrolment() {
        return enrolment;
    }

    @Override
    public Map<Delivery, Instant> deliveries() {
        return Map.of();
    }

    @Override
    public CompletableFuture<Void> add(Collection<Delivery> deliveries, Instant until) {
        return DONE;
    }

    /** Wipes all. */
    @Override
    public void close() {
        pools.values().forEach(MemorySegments::clear);
    }
}
