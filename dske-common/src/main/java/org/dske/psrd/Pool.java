package org.dske.psrd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dske.error.InvalidException;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoredBlock;
import org.dske.psrd.StoredSegments.Demand;
import org.dske.secret.SecretBytes;
import org.dske.time.Rate;
import org.dske.time.Ticker;

/**
 * A pool of PSRD: the blocks that a hub and a client share and out of which one of them, the {@linkplain PoolOwner owner},
 * allocates. On the owner's side it is an {@link OwnPool}, on the other side a {@link PeerPool}.
 *
 * <p>Its bytes are in a {@link SegmentStore}, and are taken out of it by segments, in the background, before they are used: a byte that
 * can be used is in memory only, and one in the store cannot have been used. So no crash brings a used byte back; it costs what is in
 * memory, about two segments. Source: protocol, section 2, "Crashes".
 *
 * <p>A pool that finds blocks in its store is not {@linkplain #isSettled settled}: nothing of it is used until the two sides have
 * told each other how far each has come.
 *
 * <p>Safe for concurrent use. Operations are short, and no lock is held while waiting, or while the store or anybody else's code runs.
 * A future of the pool is done when the store has done, durably, what it stands for, or fails with a {@link
 * org.dske.ledger.StoreException}.
 */
public abstract sealed class Pool implements AutoCloseable permits OwnPool, PeerPool {
    /** Longer than a message can be under way, by the limits of every client. Source: protocol, section 2. */
    public static final Duration GRACE = Duration.ofMinutes(1);

    /** What bytes of a pool are used for. */
    public enum Use {
        /** An exchange, for which the pool has to be {@linkplain #isSettled settled}. */
        EXCHANGE,
        /**
         * The registration that is to settle it, where that is signed itself. What a crash or an orderly stop left behind was not used, by the
         * order in which segments are taken out of the store; what a store that was restored left behind may have been. Source: protocol,
         * section 7.
         */
        REGISTRATION
    }

    /**
     * Where a byte is in the order of its pool, as long as the process runs.
     *
     * @param position of its block in the pool
     * @param index in the block
     */
    public record Place(long position, int index) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::position).thenComparingInt(Place::index);

        /** Before all bytes. */
        public static final Place BEGIN = new Place(-1, 0);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private static final int REVEALED_BYTES = 10;
    private static final double SECONDS_OF_DAY = Duration.ofDays(1).toSeconds();

    /** Guards the blocks and all that subclasses keep about them. */
    final ReentrantLock lock = new ReentrantLock();

    /** The blocks in the order in which they were added. */
    final Map<UUID, PooledBlock> blocks = new LinkedHashMap<>();

    final Refill refill;

    /** What the owner has passed. */
    final Gaps gaps;

    /** What those who wait for bytes wait for. */
    final PoolCondition condition;

    /** How the blocks' bytes come out of the store. */
    final StoredSegments segments;

    private final String name;
    private final PoolOwner owner;
    private final SegmentStore store;
    private final long refillBelow;
    private final Rate rate;
    private final Set<UUID> beingAdded = new HashSet<>();

    /** Blocks that are the pool's no more, and that the store still has. */
    private final List<UUID> dropped = new ArrayList<>();

    private long added;
    private boolean settled;

    /** How often the pool was in doubt: a settlement that began before is none. */
    private long doubts;

    private boolean frozen;

    /** Whether the pool's blocks have been dropped for ever. */
    private boolean erased;

    /** How many bytes messages have used in all. */
    long used;

    /** How many verified allocations were refused because they skip too much. */
    long refused;

    /** How many blocks have come. */
    private long refills;

    Pool(
            String name,
            PoolOwner owner,
            SegmentStore store,
            long refillBelow,
            Refill refill,
            Ticker ticker,
            Duration grace) {
        this.name = name;
        this.owner = owner;
        this.store = store;
        this.refillBelow = refillBelow;
        this.refill = refill;
        this.gaps = new Gaps(ticker, grace);
        this.rate = new Rate(ticker);
        StoredSegments stored = new StoredSegments(name, store, lock, this::wake);
        this.segments = stored;
        this.condition = new PoolCondition(lock.newCondition(), () -> refill.isUnderWay() || stored.isUnderWay());
        store.blocks().forEach(this::put);
        this.settled = blocks.isEmpty();
    }

    /** {@return the pool's name, such as {@code hank/client}} */
    public String name() {
        return name;
    }

    /** {@return who allocates from this pool} */
    public PoolOwner owner() {
        return owner;
    }

    /**
     * Adds a block behind all others, when it is stored, and wakes those who wait for it. Its bytes are wiped. One of the same name as
     * another is invalid: with it, used bytes would come back.
     */
    public CompletableFuture<Void> add(Block block) {
        try {
            locked(() -> {
                if (frozen) {
                    throw new PoolStoppedException(name);
                }
                if (blocks.containsKey(block.uuid()) || !beingAdded.add(block.uuid())) {
                    throw new InvalidException("there is a PSRD block " + block.uuid() + " already");
                }
            });
        } catch (RuntimeException e) {
            block.close();
            throw e;
        }
        StoredBlock stored = new StoredBlock(block.uuid(), block.size(), block.origin(), 0);
        return store.add(stored, block.data()).whenComplete((nothing, failure) -> {
            block.close();
            locked(() -> added(stored, failure == null));
            // Those who wait are woken once: when there are bytes in memory, if some are taken out now.
            if (!followUp()) {
                locked(condition::changed);
            }
        });
    }

    /**
     * Takes in blocks that have come into the store by another way than {@link #add}, behind those that are there: with a package
     * (protocol, section 7).
     */
    public void takeIn(Collection<UUID> blockUuids) {
        Set<UUID> wanted = Set.copyOf(blockUuids);
        List<StoredBlock> stored = store.blocks().stream()
                .filter(block -> wanted.contains(block.uuid()))
                .toList();
        locked(() -> {
            if (!frozen) {
                stored.stream()
                        .filter(block -> !blocks.containsKey(block.uuid()))
                        .forEach(this::refilled);
            }
            condition.changed();
        });
        followUp();
    }

    /** Says that a refill has ended, with or without a block, so that those who wait for it look again. */
    public void refillEnded() {
        locked(condition::changed);
    }

    /** {@return the UUIDs of the blocks that the pool holds} */
    public Set<UUID> blockUuids() {
        return withLock(() -> Set.copyOf(blocks.keySet()));
    }

    /** {@return how many blocks the pool holds} */
    public int blockCount() {
        return withLock(blocks::size);
    }

    /** {@return how many bytes the pool's blocks have, used and unused, in the store and in memory} */
    public long size() {
        return withLock(
                () -> blocks.values().stream().mapToLong(PooledBlock::size).sum());
    }

    /** {@return whether the pool holds a block: not if it never did, and not if it does not any more} */
    public boolean holds(UUID blockUuid) {
        return withLock(() -> blocks.containsKey(blockUuid));
    }

    /**
     * {@return whether bytes are used of this pool: not between a start that finds blocks in the store, or an {@link OwnPool#stop()},
     * and the next {@link #settle}; never again after {@link #putBack()}}
     */
    public boolean isSettled() {
        return withLock(() -> isUsable(Use.EXCHANGE));
    }

    /** Drops and wipes all blocks but these, which the peer holds too: at once in memory, and then in the store. */
    public CompletableFuture<Void> retain(Collection<UUID> known) {
        Set<UUID> kept = Set.copyOf(known);
        locked(() -> {
            blocks.values().removeIf(block -> {
                boolean drop = !kept.contains(block.uuid());
                if (drop) {
                    block.close();
                    dropped.add(block.uuid());
                }
                return drop;
            });
            condition.changed();
        });
        return dropStored();
    }

    /**
     * Erases what the owner has passed longer ago than the grace, and drops blocks of which nothing is left. To be called again and
     * again, so that it happens even if no message comes.
     */
    public void expire() {
        locked(() -> {
            gaps.expire();
            dropUsedUp();
            rate.note(used);
        });
        followUp();
    }

    /**
     * How far the owner has come in each block, as far as this side knows: what is below is gone for this side, but for what
     * messages that are under way may fill. After a crash it is where the stored bytes begin.
     *
     * @return offsets in bytes by the block's UUID, without those that are 0
     */
    public Map<UUID, Integer> marks() {
        return withLock(() -> blocks.values().stream()
                .filter(block -> block.namedUpTo() > 0)
                .collect(Collectors.toUnmodifiableMap(PooledBlock::uuid, PooledBlock::namedUpTo)));
    }

    /** The same as {@link #settle(Map, boolean)} where neither side has begun anew since the last time. */
    public final CompletableFuture<Void> settle(Map<UUID, Integer> marks) {
        return settle(marks, false);
    }

    /**
     * Takes note of how far the owner has come by the other side's {@link #marks()}, not negative: from now on the higher of
     * the two marks holds, and when that is durable the pool {@linkplain #isSettled is settled}. Blocks that this pool does not hold are
     * none of its concern. The owner erases what is below a mark. The other side keeps it for the grace, for messages that are under
     * way, as far as a message may reach back into the store.
     *
     * @param atOnce whether nothing is kept for the grace, since no message is under way: at the first registration after a start
     */
    public final CompletableFuture<Void> settle(Map<UUID, Integer> marks, boolean atOnce) {
        Settlement settlement = withLock(() -> new Settlement(ends(marks), atOnce || !settled, doubts));
        return settlement.inStore().thenRun(() -> {
            locked(settlement::end);
            followUp();
        });
    }

    /**
     * Puts back into the store what is in memory and was not named, on an orderly stop, and wipes the memory. The pool is of no use any
     * more then.
     */
    public CompletableFuture<Void> putBack() {
        List<PooledBlock> all = withLock(() -> {
            frozen = true;
            condition.changed();
            return List.copyOf(blocks.values());
        });
        return CompletableFuture.allOf(all.stream().map(this::putBack).toArray(CompletableFuture<?>[]::new))
                .thenCompose(nothing -> dropStored());
    }

    /** {@return how the weakest of the pool's blocks came; nothing if there is no block} */
    public Optional<Origin> weakestOrigin() {
        return withLock(() -> blocks.values().stream().map(PooledBlock::origin).min(Comparator.naturalOrder()));
    }

    /** {@return how many bytes the owner can still allocate, as far as this side knows, in the store and in memory} */
    public long remaining() {
        return withLock(this::remainingLocked);
    }

    /** {@return how many bytes messages have used, of all blocks that the pool ever had; those that were given back count, too} */
    public long used() {
        return withLock(() -> used);
    }

    /** {@return whether so little is left that a refill is due} */
    public boolean isLow() {
        return remaining() < refillBelow;
    }

    /**
     * {@return what there is to see of the pool now, with the first ten bytes of each block if they are to be revealed: for
     * study only}
     */
    public PoolStatus status(boolean reveal) {
        return withLock(() -> {
            List<PoolStatus.BlockStatus> list = blocks.values().stream()
                    .map(block -> new PoolStatus.BlockStatus(
                            block.uuid(),
                            block.size(),
                            block.size() - block.unused(),
                            block.unused(),
                            block.origin().wireName(),
                            reveal ? block.firstBytes(REVEALED_BYTES) : null))
                    .toList();
            long size = size();
            long stored = storedLocked();
            long inMemory =
                    blocks.values().stream().mapToLong(PooledBlock::inMemory).sum();
            long unused = stored + inMemory;
            double perDay = rate.perSecond(used).orElse(Double.NaN) * SECONDS_OF_DAY;
            return new PoolStatus(
                    name,
                    owner.wireName(),
                    size,
                    size - unused,
                    unused,
                    stored,
                    inMemory,
                    isLow(),
                    Double.isNaN(perDay) ? null : Math.round(perDay),
                    perDay > 0 ? unused / perDay : null,
                    refused,
                    refills,
                    list);
        });
    }

    /** Drops and wipes all blocks, in memory and in the store, which this waits for. The pool is of no use any more then. */
    @Override
    public void close() {
        locked(() -> {
            frozen = true;
            erased = true;
        });
        segments.await(retain(Set.of()));
    }

    /** How many bytes the owner can still allocate. With the lock. */
    abstract long remainingLocked();

    /** How many bytes in memory are ahead of the owner: what is there before the next bytes have to be taken out. With the lock. */
    abstract long readyLocked();

    /**
     * Up to where each block is given up by the other side's marks: one in a block says that there is nothing before, whatever is known here.
     * The owner has passed it; and the other side takes bytes out of its store in their order, and so has nothing left of it after a crash.
     * With the lock.
     */
    private List<Demand> ends(Map<UUID, Integer> marks) {
        List<Demand> ends = new ArrayList<>();
        int passed = 0;
        for (PooledBlock block : blocks.values()) {
            int mark = Math.min(marks.getOrDefault(block.uuid(), 0), block.size());
            ends.add(new Demand(block, mark));
            if (mark > 0) {
                passed = ends.size() - 1;
            }
        }
        for (int i = 0; i < passed; i++) {
            ends.set(i, new Demand(ends.get(i).block(), ends.get(i).block().size()));
        }
        return ends;
    }

    /** How many stored bytes below the other side's marks are kept for the grace. */
    abstract long kept();

    /** Gives up what is in memory below the other side's mark, at once or after the grace. With the lock. */
    abstract void giveUp(PooledBlock block, int mark, boolean atOnce);

    /** Whether bytes may be used. With the lock. */
    final boolean isUsable(Use use) {
        return !frozen && (settled || use == Use.REGISTRATION);
    }

    /** Whether bytes are never used again, so that there is nothing to wait for. With the lock. */
    final boolean isFrozen() {
        return frozen;
    }

    /** Nothing is used until the next settlement. With the lock. */
    final void doubt() {
        settled = false;
        doubts++;
    }

    /** The number of bytes in the store. With the lock. */
    final long storedLocked() {
        return blocks.values().stream().mapToLong(PooledBlock::stored).sum();
    }

    /** Drops blocks of which nothing is left. With the lock. */
    void dropUsedUp() {
        blocks.values().removeIf(block -> block.unused() == 0 && dropped.add(block.uuid()));
    }

    /** Takes note that the owner has passed all before an index of a block. With the lock. */
    final void passed(UUID named, int upTo) {
        for (PooledBlock block : blocks.values()) {
            if (block.uuid().equals(named)) {
                gaps.passed(block, upTo);
                return;
            }
            gaps.passed(block, block.size());
        }
    }

    /**
     * The next stored bytes in the order of the blocks, so many at least: what is on its way out of the store already is counted, and is
     * not asked for again. With the lock.
     */
    final List<Demand> next(long bytes) {
        List<Demand> demands = new ArrayList<>();
        long lacking = bytes;
        for (PooledBlock block : blocks.values()) {
            if (lacking <= 0) {
                break;
            }
            if (block.underWay() == null && block.stored() > 0) {
                Demand demand = new Demand(block, (int) Math.min(block.size(), block.storedFrom() + lacking));
                demands.add(demand);
                lacking -= block.endOfSegment(demand.before() - 1) - block.storedFrom();
            } else {
                lacking -= block.leaving();
                if (block.leaving() < block.stored()) {
                    break;
                }
            }
        }
        return demands;
    }

    /**
     * Drops used-up blocks in the store, and takes the next segment out if less than one is ahead of the owner. What fails is done
     * the next time. Without the lock.
     *
     * @return whether something is being taken out for it: then those who wait are woken when that has ended
     */
    final boolean followUp() {
        boolean drops;
        List<Demand> next;
        lock.lock();
        try {
            drops = !dropped.isEmpty();
            long ready = isUsable(Use.EXCHANGE) ? readyLocked() : SegmentStore.SEGMENT_SIZE;
            next = ready < SegmentStore.SEGMENT_SIZE ? next(SegmentStore.SEGMENT_SIZE - ready) : List.of();
        } finally {
            lock.unlock();
        }
        if (drops) {
            var unused = dropStored();
        }
        segments.beginToTakeOut(next);
        return !next.isEmpty();
    }

    /** Asks for a refill if one is due. Without the lock. */
    final void refillIfLow() {
        if (isLow()) {
            refill.request(0);
        }
    }

    final void locked(Runnable action) {
        withLock(() -> {
            action.run();
            return true;
        });
    }

    final <T> T withLock(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        condition.changed();
    }

    private void put(StoredBlock block) {
        blocks.put(block.uuid(), new PooledBlock(block, added++));
    }

    private void added(StoredBlock block, boolean isStored) {
        beingAdded.remove(block.uuid());
        if (isStored && erased) {
            dropped.add(block.uuid());
        } else if (isStored && !frozen) {
            refilled(block);
        }
    }

    private void refilled(StoredBlock block) {
        put(block);
        refills++;
    }

    /** Drops in the store what the pool has dropped; what fails stays to be dropped. Without the lock. */
    private CompletableFuture<Void> dropStored() {
        List<UUID> gone = withLock(() -> {
            List<UUID> all = List.copyOf(dropped);
            dropped.clear();
            return all;
        });
        if (gone.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return store.drop(gone).whenComplete((nothing, failure) -> {
            if (failure != null) {
                locked(() -> dropped.addAll(gone));
            }
        });
    }

    private CompletableFuture<Void> putBack(PooledBlock block) {
        CompletableFuture<Void> underWay;
        SecretBytes rest;
        lock.lock();
        try {
            underWay = block.underWay();
            // What a pool has that is in doubt may have been used.
            rest = underWay == null && settled ? block.rest() : SecretBytes.owning(new byte[0]);
            if (underWay == null) {
                blocks.remove(block.uuid());
                if (rest.size() + block.stored() == 0) {
                    dropped.add(block.uuid());
                }
                block.close();
            }
        } finally {
            lock.unlock();
        }
        if (underWay != null) {
            return underWay.handle((nothing, failure) -> block).thenCompose(this::putBack);
        }
        return rest.size() == 0
                ? CompletableFuture.completedFuture(null)
                : store.putBack(block.uuid(), rest).whenComplete((nothing, failure) -> rest.close());
    }

    /** What is done by the other side's marks. */
    private final class Settlement {
        private final List<Demand> ends;
        private final boolean atOnce;
        private final long doubtsBefore;

        /** Begins with what is in memory. With the lock. */
        private Settlement(List<Demand> ends, boolean atOnce, long doubtsBefore) {
            this.ends = ends;
            this.atOnce = atOnce;
            this.doubtsBefore = doubtsBefore;
            giveUpAll();
        }

        private void giveUpAll() {
            ends.forEach(end -> giveUp(end.block(), end.before(), atOnce));
            dropUsedUp();
            condition.changed();
        }

        /** Whole segments are erased in the store, but for those that are kept; the rest is taken out, to be erased in memory. */
        private CompletableFuture<Void> inStore() {
            List<CompletableFuture<Void>> parts = new ArrayList<>();
            long mayStay = atOnce ? 0 : kept();
            for (Demand end : ends.reversed()) {
                PooledBlock block = end.block();
                long stays = Math.min(mayStay, withLock(end::bytes));
                mayStay -= stays;
                int whole = block.beginOfSegment((int) (end.before() - stays));
                parts.add(segments.discard(new Demand(block, whole)).thenCompose(nothing -> segments.takeOut(end)));
            }
            return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
        }

        /** With the lock. */
        private void end() {
            giveUpAll();
            settled |= doubts == doubtsBefore;
        }
    }
}
