package org.dske.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.error.InvalidException;

/** A ledger that forgets all when the process ends, as the developer guide has it. */
public final class MemoryLedger implements PsrdLedger, DeliveryLedger {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Map<PeerName, RegisteredPeer> peers = new ConcurrentHashMap<>();
    private final Map<Pool, MemorySegments> pools = new ConcurrentHashMap<>();

    private final Packages enrolment = new Packages();

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

    /** Packages: what is asked for has happened when the future is there. */
    private final class Packages implements EnrolmentLedger {
        private final Map<UUID, Enrolment> enrolments = new LinkedHashMap<>();
        private final Map<UUID, Instant> takenOut = new HashMap<>();

        @Override
        public synchronized List<Enrolment> enrolments() {
            return List.copyOf(enrolments.values());
        }

        @Override
        public synchronized CompletableFuture<Void> add(Enrolment enrolment, List<Content> contents) {
            if (enrolments.containsKey(enrolment.id())) {
                return CompletableFuture.failedFuture(
                        new InvalidException("package " + enrolment.id() + " has been added before"));
            }
            List<UUID> added = new ArrayList<>();
            for (Content content : contents) {
                CompletableFuture<Void> stored = pool(enrolment.peer(), content.owner())
                        .add(content.block(), content.data(), enrolment.issued());
                if (stored.isCompletedExceptionally()) {
                    drop(enrolment.peer(), added);
                    return stored;
                }
                added.add(content.block().uuid());
            }
            List<StoredBlock> apart =
                    enrolment.issued() ? contents.stream().map(Content::block).toList() : List.of();
            enrolments.put(enrolment.id(), enrolment.with(apart));
            return DONE;
        }

        private void drop(PeerName peer, List<UUID> blocks) {
            for (PoolOwner owner : PoolOwner.values()) {
                var unused = pool(peer, owner).drop(blocks);
            }
        }

        @Override
        public synchronized CompletableFuture<Void> takeUp(UUID id) {
            Enrolment taken = enrolments.get(id);
            if (taken != null) {
                for (StoredBlock block : taken.blocks()) {
                    for (PoolOwner owner : PoolOwner.values()) {
                        pool(taken.peer(), owner).takeUp(block.uuid());
                    }
                }
                enrolments.put(id, taken.takenUp());
            }
            return DONE;
        }

        @Override
        public synchronized CompletableFuture<Void> takeOut(PeerName peer, Instant until) {
            for (PoolOwner owner : PoolOwner.values()) {
                pool(peer, owner).all().forEach(block -> takenOut.put(block, until));
            }
            return MemoryLedger.this.forget(peer);
        }

        private synchronized void forget(PeerName peer) {
            enrolments.values().removeIf(enrolment -> enrolment.peer().equals(peer));
        }

        @Override
        public synchronized Set<UUID> takenOut() {
            return Set.copyOf(takenOut.keySet());
        }

        @Override
        public synchronized CompletableFuture<Void> expire(Instant now) {
            enrolments.values().removeIf(enrolment -> {
                boolean over = enrolment.issued() && !now.isBefore(enrolment.expires());
                if (over) {
                    drop(
                            enrolment.peer(),
                            enrolment.blocks().stream().map(StoredBlock::uuid).toList());
                }
                return over;
            });
            takenOut.values().removeIf(until -> !now.isBefore(until));
            return DONE;
        }
    }
}
