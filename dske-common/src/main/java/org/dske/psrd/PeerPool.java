package org.dske.psrd;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.PoolOwner;
import org.dske.secret.SecretBytes;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * A pool on the side that does not own it: this side takes the bytes that the owner's messages name, by <i>peek, verify,
 * consume</i>. Bytes that a message names stay in the pool until the message's signature has verified.
 *
 * <p>Messages get lost, and with them bytes that the owner has used and this side still holds. What is left is therefore
 * counted behind the highest byte that the owner has named, and a block that the owner has passed is given up after a time
 * in which messages that are still under way can arrive.
 */
public final class PeerPool extends Pool {
    private final long mostSkipped;

    /**
     * An empty pool, of which the owner may have passed so many bytes without naming them, within the grace; and the blocks
     * that it has passed altogether may have so many.
     */
    public PeerPool(String name, PoolOwner owner, long refillBelow, Refill refill, Ticker ticker, long mostSkipped) {
        super(name, owner, refillBelow, refill, new Gaps(ticker, GRACE));
        this.mostSkipped = mostSkipped;
    }

    @Override
    public void add(Block block) {
        locked(() -> {
            super.add(block);
            gaps.expire();
            dropUsedUp();
        });
    }

    /**
     * A copy of the bytes that a message names, which stay in the pool. Waits so long for a block that is not here yet while a
     * refill is under way, zero not to wait.
     *
     * @throws UnknownBlockException if the pool does not hold a block
     * @throws InvalidAllocationException if there are not as many bytes as the size, they lie outside a block, or are used
     */
    public SecretBytes peek(Allocation allocation, int size, Duration wait) {
        if (allocation.size() != size) {
            throw new InvalidAllocationException(
                    "an allocation of " + allocation.size() + " bytes where " + size + " are needed");
        }
        Deadline deadline = Deadline.in(wait);
        lock.lock();
        try {
            while (!allocation.blockUuids().allMatch(blocks::containsKey)) {
                if (!condition.await(condition.count(), deadline)) {
                    break;
                }
            }
            // All of them first: the size is the sender's word, and no memory is taken for bytes that are not there.
            allocation.fragments().forEach(this::unusedIn);
            byte[] bytes = new byte[size];
            int offset = 0;
            for (Fragment fragment : allocation.fragments()) {
                unusedIn(fragment).copy(fragment, bytes, offset);
                offset += fragment.size();
            }
            return SecretBytes.owning(bytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Uses up the bytes that a verified message names. Of two messages that name the same bytes, one fails here. Nothing is
     * consumed if it fails.
     *
     * @throws UnknownBlockException if the pool does not hold a block any more
     * @throws InvalidAllocationException if a byte was used meanwhile, or the owner skips more than can have been lost
     */
    public void consume(Allocation allocation) {
        lock.lock();
        try {
            gaps.expire();
            allocation.fragments().forEach(this::unusedIn);
            requireNear(allocation);
            for (Fragment fragment : allocation.fragments()) {
                passed(fragment.blockUuid(), fragment.start());
                unusedIn(fragment).use(fragment);
            }
            used += allocation.size();
            dropUsedUp();
        } finally {
            lock.unlock();
        }
        refillIfLow();
    }

    @Override
    long remainingLocked() {
        return blocks.values().stream()
                .mapToLong(block -> block.size() - block.namedUpTo())
                .sum();
    }

    @Override
    void dropUsedUp() {
        super.dropUsedUp();
        dropOldestPassed();
    }

    /** What the owner has named may still be under way. */
    @Override
    void giveUp(Block block, int mark) {
        if (mark > 0) {
            passed(block.uuid(), mark);
        }
    }

    private Block unusedIn(Fragment fragment) {
        Block block = blocks.get(fragment.blockUuid());
        if (block == null) {
            throw new UnknownBlockException(fragment.blockUuid());
        }
        block.requireUnused(fragment);
        return block;
    }

    private void requireNear(Allocation allocation) {
        long before = blocks.values().stream().mapToLong(Block::gapBytes).sum();
        long after = gapBytesAfter(allocation);
        if (after > before && after > mostSkipped) {
            refused++;
            throw new InvalidAllocationException(
                    InvalidAllocationException.Reason.FAR,
                    "an allocation skips so many bytes of PSRD pool " + name() + " that " + after
                            + " would be passed and not named, and " + mostSkipped + " may be");
        }
    }

    /** How many bytes would be passed and not named if an allocation were consumed. */
    private long gapBytesAfter(Allocation allocation) {
        long last = allocation
                .blockUuids()
                .map(blocks::get)
                .filter(Objects::nonNull)
                .mapToLong(Block::position)
                .max()
                .orElse(-1);
        long after = 0;
        for (Block block : blocks.values()) {
            List<Fragment> named = allocation.fragments().stream()
                    .filter(fragment -> fragment.blockUuid().equals(block.uuid()))
                    .toList();
            int end = named.stream().mapToInt(Fragment::end).max().orElse(0);
            int upTo = block.position() < last ? block.size() : Math.max(block.namedUpTo(), end);
            int unused =
                    block.unused() - named.stream().mapToInt(Fragment::size).sum();
            after += unused - (block.size() - upTo);
        }
        return after;
    }

    /** Late messages may miss them; but nobody can make this side hold more and more. */
    private void dropOldestPassed() {
        long passed = blocks.values().stream()
                .filter(PeerPool::isPassed)
                .mapToLong(Block::size)
                .sum();
        Iterator<Block> oldest = blocks.values().iterator();
        while (passed > mostSkipped && oldest.hasNext()) {
            Block block = oldest.next();
            if (isPassed(block)) {
                passed -= block.size();
                block.close();
                oldest.remove();
            }
        }
    }

    private static boolean isPassed(Block block) {
        return block.namedUpTo() == block.size();
    }
}
