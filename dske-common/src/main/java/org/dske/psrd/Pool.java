package org.dske.psrd;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.dske.error.InvalidException;

/**
 * A pool of PSRD: the blocks that a hub and a client share and out of which one of them, the {@linkplain PoolOwner owner},
 * allocates. On the owner's side it is an {@link OwnPool}, on the other side a {@link PeerPool}.
 *
 * <p>Safe for concurrent use. Operations are short, and no lock is held while waiting or while anybody else's code runs.
 */
public abstract sealed class Pool implements AutoCloseable permits OwnPool, PeerPool {
    private static final int REVEALED_BYTES = 10;

    /** Guards the blocks and all that subclasses keep about them. */
    final ReentrantLock lock = new ReentrantLock();

    /** The blocks in the order in which they were added. */
    final Map<UUID, Block> blocks = new LinkedHashMap<>();

    final Refill refill;

    /** What those who wait for bytes wait for. */
    final Supply supply;

    private final String name;
    private final PoolOwner owner;
    private final long refillBelow;
    private long added;

    /**
     * An empty pool.
     *
     * @param name for messages and the status
     * @param owner who allocates
     * @param refillBelow bytes left below which a refill is asked for
     * @param refill whom to ask
     */
    Pool(String name, PoolOwner owner, long refillBelow, Refill refill) {
        this.name = name;
        this.owner = owner;
        this.refillBelow = refillBelow;
        this.refill = refill;
        this.supply = new Supply(lock.newCondition(), refill);
    }

    /**
     * The pool's name.
     *
     * @return such as {@code hank/client}
     */
    public String name() {
        return name;
    }

    /**
     * Who allocates from this pool.
     *
     * @return the owner
     */
    public PoolOwner owner() {
        return owner;
    }

    /**
     * Adds a block behind all others and wakes those who wait for it.
     *
     * @param block a block that no pool holds
     * @throws InvalidException if the pool holds a block of that name: with it, used bytes would come back
     */
    public void add(Block block) {
        locked(() -> {
            if (blocks.putIfAbsent(block.uuid(), block) != null) {
                throw new InvalidException("there is a PSRD block " + block.uuid() + " already");
            }
            block.setPosition(added++);
            supply.changed();
        });
    }

    /** Says that a refill has ended, with or without a block, so that those who wait for it look again. */
    public void refillEnded() {
        locked(supply::changed);
    }

    /**
     * The blocks that the pool holds.
     *
     * @return their UUIDs
     */
    public Set<UUID> blockUuids() {
        lock.lock();
        try {
            return Set.copyOf(blocks.keySet());
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many blocks the pool holds.
     *
     * @return their number
     */
    public int blockCount() {
        lock.lock();
        try {
            return blocks.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many bytes the pool's blocks have: what it takes of memory.
     *
     * @return bytes, used and unused
     */
    public long size() {
        lock.lock();
        try {
            return blocks.values().stream().mapToLong(Block::size).sum();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the pool holds a block.
     *
     * @param blockUuid the block
     * @return false if it never did, or does not any more
     */
    public boolean holds(UUID blockUuid) {
        lock.lock();
        try {
            return blocks.containsKey(blockUuid);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops and wipes all blocks but these.
     *
     * @param known the blocks that the peer holds too
     */
    public void retain(Collection<UUID> known) {
        Set<UUID> kept = Set.copyOf(known);
        locked(() -> {
            blocks.values().removeIf(block -> {
                boolean drop = !kept.contains(block.uuid());
                if (drop) {
                    block.close();
                }
                return drop;
            });
            forget();
            supply.changed();
        });
    }

    /**
     * How many bytes the owner can still allocate, as far as this side knows.
     *
     * @return bytes
     */
    public long remaining() {
        lock.lock();
        try {
            return remainingLocked();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether so little is left that a refill is due.
     *
     * @return true below the pool's threshold
     */
    public boolean isLow() {
        return remaining() < refillBelow;
    }

    /**
     * What there is to see of the pool.
     *
     * @param reveal whether to show the first ten bytes of each block: for study only
     * @return a snapshot
     */
    public PoolStatus status(boolean reveal) {
        lock.lock();
        try {
            List<PoolStatus.BlockStatus> list = blocks.values().stream()
                    .map(block -> new PoolStatus.BlockStatus(
                            block.uuid(),
                            block.size(),
                            block.size() - block.unused(),
                            block.unused(),
                            reveal ? block.firstBytes(REVEALED_BYTES) : null))
                    .toList();
            long size = size();
            long unused = blocks.values().stream().mapToLong(Block::unused).sum();
            return new PoolStatus(name, owner.word(), size, size - unused, unused, list);
        } finally {
            lock.unlock();
        }
    }

    /** Drops and wipes all blocks. */
    @Override
    public void close() {
        retain(Set.of());
    }

    abstract long remainingLocked();

    /** Forgets blocks that the pool does not hold any more. Called with the lock. */
    abstract void forget();

    /** Asks for a refill if one is due. Called without the lock. */
    final void refillIfLow() {
        if (isLow()) {
            refill.request(0);
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
