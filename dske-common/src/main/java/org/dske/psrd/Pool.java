package org.dske.psrd;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dske.error.InvalidException;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;

/**
 * A pool of PSRD: the blocks that a hub and a client share and out of which one of them, the {@linkplain PoolOwner owner},
 * allocates. On the owner's side it is an {@link OwnPool}, on the other side a {@link PeerPool}.
 *
 * <p>Safe for concurrent use. Operations are short, and no lock is held while waiting or while anybody else's code runs.
 */
public abstract sealed class Pool implements AutoCloseable permits OwnPool, PeerPool {
    /** Longer than a message can be under way, by the limits of every client. Source: protocol, section 2. */
    public static final Duration GRACE = Duration.ofMinutes(1);

    private static final int REVEALED_BYTES = 10;

    /** Guards the blocks and all that subclasses keep about them. */
    final ReentrantLock lock = new ReentrantLock();

    /** The blocks in the order in which they were added. */
    final Map<UUID, Block> blocks = new LinkedHashMap<>();

    final Refill refill;

    /** What the owner has passed. */
    final Gaps gaps;

    /** What those who wait for bytes wait for. */
    final PoolCondition condition;

    private final String name;
    private final PoolOwner owner;
    private final long refillBelow;
    private long added;

    /** How many bytes messages have used in all. */
    long used;

    /** How many verified allocations were refused because they skip too much. */
    long refused;

    Pool(String name, PoolOwner owner, long refillBelow, Refill refill, Gaps gaps) {
        this.name = name;
        this.owner = owner;
        this.refillBelow = refillBelow;
        this.refill = refill;
        this.gaps = gaps;
        this.condition = new PoolCondition(lock.newCondition(), refill);
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
     * Adds a block behind all others and wakes those who wait for it. One of the same name is invalid: with it, used bytes
     * would come back.
     */
    public void add(Block block) {
        locked(() -> {
            if (blocks.putIfAbsent(block.uuid(), block) != null) {
                throw new InvalidException("there is a PSRD block " + block.uuid() + " already");
            }
            block.setPosition(added++);
            condition.changed();
        });
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

    /** {@return how many bytes the pool's blocks have, used and unused: what it takes of memory} */
    public long size() {
        return withLock(() -> blocks.values().stream().mapToLong(Block::size).sum());
    }

    /** {@return whether the pool holds a block: not if it never did, and not if it does not any more} */
    public boolean holds(UUID blockUuid) {
        return withLock(() -> blocks.containsKey(blockUuid));
    }

    /** Drops and wipes all blocks but these, which the peer holds too. */
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
            condition.changed();
        });
    }

    /**
     * Erases what the owner has passed longer ago than the grace, and drops blocks of which nothing is left. To be called again and
     * again, so that it happens even if no message comes.
     */
    public void expire() {
        locked(() -> {
            gaps.expire();
            dropUsedUp();
        });
    }

    /**
     * How far the owner has come in each block, as far as this side knows: what is below is gone for this side, but for what
     * messages that are under way may fill.
     *
     * @return offsets in bytes by the block's UUID, without those that are 0
     */
    public Map<UUID, Integer> marks() {
        return withLock(() -> blocks.values().stream()
                .filter(block -> block.namedUpTo() > 0)
                .collect(Collectors.toUnmodifiableMap(Block::uuid, Block::namedUpTo)));
    }

    /**
     * Takes note of how far the owner has come by the other side's {@link #marks()}, not negative: from now on the higher of
     * the two marks holds. Blocks that this pool does not hold are none of its concern.
     */
    public void settle(Map<UUID, Integer> marks) {
        locked(() -> {
            blocks.values().forEach(block -> {
                Integer mark = marks.get(block.uuid());
                if (mark != null) {
                    giveUp(block, Math.min(mark, block.size()));
                }
            });
            dropUsedUp();
            condition.changed();
        });
    }

    /** {@return how the weakest of the pool's blocks came; nothing if there is no block} */
    public Optional<Origin> weakestOrigin() {
        return withLock(() -> blocks.values().stream().map(Block::origin).min(Comparator.naturalOrder()));
    }

    /** {@return how many bytes the owner can still allocate, as far as this side knows} */
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
            long unused = unusedLocked();
            return new PoolStatus(name, owner.wireName(), size, size - unused, unused, refused, list);
        });
    }

    /** Drops and wipes all blocks. */
    @Override
    public void close() {
        retain(Set.of());
    }

    abstract long remainingLocked();

    /** The number of bytes that nobody has used. Called with the lock. */
    final long unusedLocked() {
        return blocks.values().stream().mapToLong(Block::unused).sum();
    }

    /** Drops blocks of which nothing is left. Called with the lock. */
    void dropUsedUp() {
        blocks.values().removeIf(block -> block.unused() == 0);
    }

    /** Gives up what is below the other side's mark. Called with the lock. */
    abstract void giveUp(Block block, int mark);

    /** Takes note that the owner has passed all before an index of a block. Called with the lock. */
    final void passed(UUID named, int upTo) {
        for (Block block : blocks.values()) {
            if (block.uuid().equals(named)) {
                gaps.passed(block, upTo);
                return;
            }
            gaps.passed(block, block.size());
        }
    }

    /** Asks for a refill if one is due. Called without the lock. */
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
}
