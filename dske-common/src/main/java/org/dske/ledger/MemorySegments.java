package org.dske.ledger;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;

/** The segments of one pool, in memory: what is asked for has happened when the future is there. */
final class MemorySegments implements SegmentStore {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Map<UUID, Bytes> blocks = new LinkedHashMap<>();

    /** A block, of which the bytes before an index are zeros. */
    private static final class Bytes {
        private final StoredBlock block;
        private final byte[] data;
        private int from;
        private final boolean issued;

        private Bytes(StoredBlock block, byte[] data, boolean issued) {
            this.block = block;
            this.issued = issued;
            this.data = data;
        }

        private StoredBlock now() {
            return new StoredBlock(block.uuid(), block.size(), block.origin(), from);
        }

        private SecretBytes takeUpTo(int end) {
            byte[] taken = Arrays.copyOfRange(data, from, Math.max(from, end));
            Arrays.fill(data, from, from + taken.length, (byte) 0);
            from += taken.length;
            return SecretBytes.owning(taken);
        }

        private void putBack(byte[] rest) {
            from -= rest.length;
            System.arraycopy(rest, 0, data, from, rest.length);
        }
    }

    @Override
    public synchronized List<StoredBlock> blocks() {
        return blocks.values().stream()
                .filter(bytes -> !bytes.issued)
                .map(Bytes::now)
                .toList();
    }

    @Override
    public CompletableFuture<Void> add(StoredBlock block, SecretBytes data) {
        return add(block, data, false);
    }

    /** Adds a block, of an issued package perhaps, which is in no pool until it is taken up. */
    synchronized CompletableFuture<Void> add(StoredBlock block, SecretBytes data, boolean issued) {
        return blocks.putIfAbsent(block.uuid(), new Bytes(block, data.expose().clone(), issued)) == null
                ? DONE
                : CompletableFuture.failedFuture(
                        new InvalidException("there is a PSRD block " + block.uuid() + " already"));
    }

    @Override
    public synchronized CompletableFuture<SecretBytes> read(UUID block, int from, int to) {
        Bytes bytes = blocks.get(block);
        byte[] read = bytes == null || from < bytes.from || to > bytes.block.size()
                ? new byte[0]
                : Arrays.copyOfRange(bytes.data, from, to);
        return CompletableFuture.completedFuture(SecretBytes.owning(read));
    }

    @Override
    public synchronized CompletableFuture<SecretBytes> takeOut(UUID block, int before) {
        Bytes bytes = blocks.get(block);
        return CompletableFuture.completedFuture(
                bytes == null ? SecretBytes.owning(new byte[0]) : bytes.takeUpTo(end(bytes.block, before)));
    }

    /** Where the last segment ends that begins before an index. */
    private static int end(StoredBlock block, int before) {
        long whole = ((long) before + SEGMENT_SIZE - 1) / SEGMENT_SIZE * SEGMENT_SIZE;
        return (int) Math.min(block.size(), whole);
    }

    @Override
    public synchronized CompletableFuture<Void> discard(UUID block, int upTo) {
        Bytes bytes = blocks.get(block);
        if (bytes != null) {
            int end = upTo >= bytes.block.size() ? bytes.block.size() : upTo / SEGMENT_SIZE * SEGMENT_SIZE;
            bytes.takeUpTo(end).close();
        }
        return DONE;
    }

    @Override
    public synchronized CompletableFuture<Void> putBack(UUID block, SecretBytes rest) {
        Bytes bytes = blocks.get(block);
        if (bytes != null) {
            bytes.putBack(rest.expose());
        }
        return DONE;
    }

    @Override
    public synchronized CompletableFuture<Void> drop(Collection<UUID> dropped) {
        for (UUID block : dropped) {
            Bytes bytes = blocks.remove(block);
            if (bytes != null) {
                bytes.takeUpTo(bytes.block.size()).close();
            }
        }
        return DONE;
    }

    /** Puts a block of an issued package behind all others, if it is here. */
    synchronized void takeUp(UUID block) {
        Bytes bytes = blocks.remove(block);
        if (bytes != null) {
            blocks.put(block, new Bytes(bytes.block, bytes.data, false));
        }
    }

    /** {@return the names of all blocks, those of issued packages included} */
    synchronized Set<UUID> all() {
        return Set.copyOf(blocks.keySet());
    }

    void clear() {
        var unused = drop(all());
    }
}
