package org.dske.psrd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoreException;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;

/**
 * A store that survives the crash of who uses it. By hand, what it is asked for is done, or fails, when the test says so: in the order
 * in which it was asked.
 */
final class FakeStore implements SegmentStore {
    /** What is durable. */
    private final Map<UUID, StoredBlock> blocks = new LinkedHashMap<>();

    private final Map<UUID, byte[]> data = new HashMap<>();

    /** The arrays that were taken out last of each block. */
    private final Map<UUID, byte[]> takenOut = new HashMap<>();

    private final Deque<Change<?>> pending = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private boolean byHand;

    /** Something that the store was asked for, and has not done. */
    private record Change<T>(String name, Supplier<T> work, CompletableFuture<T> done) {
        /** Makes it durable; the one who asked hears of it. */
        private void run() {
            done.complete(work.get());
        }
    }

    /** From now on what is asked for waits for the test. */
    synchronized FakeStore byHand() {
        byHand = true;
        return this;
    }

    /** What was asked for and not done yet, such as {@code takeOut 1 65536}. */
    synchronized List<String> pending() {
        return pending.stream().map(Change::name).toList();
    }

    /** All that was asked for since this was called last. */
    synchronized List<String> log() {
        List<String> all = List.copyOf(log);
        log.clear();
        return all;
    }

    /** Does the next thing that was asked for. */
    void next() {
        poll().run();
    }

    /** Does all that was asked for, and what is asked for then. */
    void all() {
        while (!pending().isEmpty()) {
            next();
        }
    }

    /** Does not do the next thing that was asked for. */
    void failNext(String why) {
        poll().done().completeExceptionally(new StoreException(why, new IllegalStateException(why)));
    }

    /** Puts the next thing that was asked for behind the one after it. */
    synchronized void swap() {
        Change<?> first = poll();
        Change<?> second = poll();
        pending.addFirst(first);
        pending.addFirst(second);
    }

    private synchronized Change<?> poll() {
        return Objects.requireNonNull(pending.poll(), "nothing was asked for");
    }

    /** What is found after a crash that so many of the pending changes were before: of which nobody has heard. */
    synchronized FakeStore crash(int done) {
        for (int i = 0; i < done; i++) {
            // Nobody hears of it.
            var unused = poll().work().get();
        }
        pending.clear();
        FakeStore after = new FakeStore();
        after.blocks.putAll(blocks);
        data.forEach((uuid, bytes) -> after.data.put(uuid, bytes.clone()));
        after.byHand = byHand;
        return after;
    }

    /** The array that was taken out last of a block: the pool's own. */
    synchronized byte[] takenOut(UUID block) {
        return Objects.requireNonNull(takenOut.get(block));
    }

    /** What is durable of a block: zeros where nothing is stored. */
    synchronized byte[] durable(UUID block) {
        return data.get(block).clone();
    }

    private <T> CompletableFuture<T> change(String name, Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        synchronized (this) {
            log.add(name);
            if (byHand) {
                pending.add(new Change<>(name, work, done));
                return done;
            }
        }
        done.complete(work.get());
        return done;
    }

    @Override
    public synchronized List<StoredBlock> blocks() {
        return List.copyOf(blocks.values());
    }

    @Override
    public CompletableFuture<Void> add(StoredBlock block, SecretBytes bytes) {
        return change("add " + block.uuid().getLeastSignificantBits(), () -> {
            synchronized (this) {
                if (blocks.putIfAbsent(block.uuid(), block) != null) {
                    throw new IllegalStateException("a block is there twice");
                }
                data.put(block.uuid(), bytes.expose().clone());
                return null;
            }
        });
    }

    @Override
    public CompletableFuture<SecretBytes> read(UUID block, int from, int to) {
        return change("read " + block.getLeastSignificantBits() + " " + from + " " + to, () -> {
            synchronized (this) {
                StoredBlock known = blocks.get(block);
                boolean there = known != null && from >= known.storedFrom() && to <= known.size();
                return SecretBytes.owning(there ? Arrays.copyOfRange(data.get(block), from, to) : new byte[0]);
            }
        });
    }

    @Override
    public CompletableFuture<SecretBytes> takeOut(UUID block, int before) {
        return change("takeOut " + block.getLeastSignificantBits() + " " + before, () -> {
            synchronized (this) {
                StoredBlock known = blocks.get(block);
                long end = (before + SEGMENT_SIZE - 1L) / SEGMENT_SIZE * SEGMENT_SIZE;
                byte[] bytes = known == null ? new byte[0] : remove(known, (int) Math.min(known.size(), end));
                takenOut.put(block, bytes);
                return SecretBytes.owning(bytes);
            }
        });
    }

    @Override
    public CompletableFuture<Void> discard(UUID block, int upTo) {
        return change("discard " + block.getLeastSignificantBits() + " " + upTo, () -> {
            synchronized (this) {
                StoredBlock known = blocks.get(block);
                if (known != null) {
                    remove(known, upTo >= known.size() ? known.size() : upTo / SEGMENT_SIZE * SEGMENT_SIZE);
                }
                return null;
            }
        });
    }

    private byte[] remove(StoredBlock block, int end) {
        if (end <= block.storedFrom()) {
            return new byte[0];
        }
        byte[] bytes = Arrays.copyOfRange(data.get(block.uuid()), block.storedFrom(), end);
        Arrays.fill(data.get(block.uuid()), block.storedFrom(), end, (byte) 0);
        blocks.put(block.uuid(), new StoredBlock(block.uuid(), block.size(), block.origin(), end));
        return bytes;
    }

    @Override
    public CompletableFuture<Void> putBack(UUID block, SecretBytes rest) {
        return change("putBack " + block.getLeastSignificantBits() + " " + rest.size(), () -> {
            synchronized (this) {
                StoredBlock known = blocks.get(block);
                int from = known.storedFrom() - rest.size();
                System.arraycopy(rest.expose(), 0, data.get(block), from, rest.size());
                blocks.put(block, new StoredBlock(block, known.size(), known.origin(), from));
                return null;
            }
        });
    }

    @Override
    public CompletableFuture<Void> drop(Collection<UUID> dropped) {
        List<UUID> all = List.copyOf(dropped);
        return change("drop " + all.stream().map(UUID::getLeastSignificantBits).toList(), () -> {
            synchronized (this) {
                blocks.keySet().removeAll(all);
                data.keySet().removeAll(all);
                return null;
            }
        });
    }
}
