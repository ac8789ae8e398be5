package org.dske.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.secret.SecretBytes;

/** A ledger that forgets all when the process ends. */
public final class MemoryLedger implements PsrdLedger {
    private final Map<PeerName, RegisteredPeer> peers = new LinkedHashMap<>();
    private final Map<List<Object>, Pool> pools = new HashMap<>();

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private static final class Pool implements SegmentStore {
        private final Map<UUID, StoredBlock> blocks = new LinkedHashMap<>();
        private final Map<UUID, byte[]> data = new HashMap<>();

        @Override
        public synchronized List<StoredBlock> blocks() {
            return List.copyOf(blocks.values());
        }

        @Override
        public synchronized CompletableFuture<Void> add(StoredBlock block, SecretBytes bytes) {
            blocks.put(block.uuid(), block);
            data.put(block.uuid(), bytes.expose().clone());
            return DONE;
        }

        @Override
        public synchronized CompletableFuture<SecretBytes> read(UUID block, int from, int to) {
            StoredBlock known = blocks.get(block);
            boolean there = known != null && from >= known.storedFrom() && to <= known.size();
            return CompletableFuture.completedFuture(
                    SecretBytes.owning(there ? Arrays.copyOfRange(data.get(block), from, to) : new byte[0]));
        }

        @Override
        public synchronized CompletableFuture<SecretBytes> takeOut(UUID block, int before) {
            StoredBlock known = blocks.get(block);
            if (known == null) {
                return CompletableFuture.completedFuture(SecretBytes.owning(new byte[0]));
            }
            int end = Math.min(known.size(), (int) (((long) before + SEGMENT_SIZE - 1) / SEGMENT_SIZE * SEGMENT_SIZE));
            if (end <= known.storedFrom()) {
                return CompletableFuture.completedFuture(SecretBytes.owning(new byte[0]));
            }
            byte[] taken = Arrays.copyOfRange(data.get(block), known.storedFrom(), end);
            Arrays.fill(data.get(block), known.storedFrom(), end, (byte) 0);
            blocks.put(block, new StoredBlock(block, known.size(), known.origin(), end));
            return CompletableFuture.completedFuture(SecretBytes.owning(taken));
        }

        @Override
        public CompletableFuture<Void> discard(UUID block, int upTo) {
            takeOut(block, upTo / SEGMENT_SIZE * SEGMENT_SIZE).join().close();
            return DONE;
        }

        @Override
        public synchronized CompletableFuture<Void> putBack(UUID block, SecretBytes rest) {
            return DONE;
        }

        @Override
        public synchronized CompletableFuture<Void> drop(Collection<UUID> dropped) {
            dropped.forEach(block -> {
                blocks.remove(block);
                byte[] bytes = data.remove(block);
                if (bytes != null) {
                    Arrays.fill(bytes, (byte) 0);
                }
            });
            return DONE;
        }
    }

    @Override
    public Optional<Incarnation> incarnation() {
        return Optional.empty();
    }

    @Override
    public void beginAnew() {
        close();
    }

    @Override
    public synchronized List<RegisteredPeer> peers() {
        return new ArrayList<>(peers.values());
    }

    @Override
    public synchronized CompletableFuture<Void> save(RegisteredPeer peer) {
        peers.put(peer.name(), peer);
        return DONE;
    }

    @Override
    public synchronized CompletableFuture<Void> forget(PeerName peer) {
        peers.remove(peer);
        return DONE;
    }

    @Override
    public synchronized SegmentStore pool(PeerName peer, PoolOwner owner) {
        return pools.computeIfAbsent(List.of(peer, owner), absent -> new Pool());
    }

    @Override
    public synchronized void close() {
        pools.values()
                .forEach(pool -> pool.drop(List.copyOf(pool.blocks.keySet())).join());
    }
}
