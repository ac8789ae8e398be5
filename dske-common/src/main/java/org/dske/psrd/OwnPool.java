package org.dske.psrd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.dske.secret.SecretBytes;

/**
 * A pool on its owner's side, who allocates from it: always the first gap, through the blocks in the order in which they
 * were added.
 *
 * <p>An allocation of several sizes takes all of them or nothing. When too little is left it waits for the refill that is
 * under way, and those who wait are served in the order in which they came, so that a large need is not starved by small
 * ones.
 */
public final class OwnPool extends Pool {
    private final Deque<Need> waiting = new ArrayDeque<>();

    /** A need for bytes; equal only to itself. */
    private static final class Need {
        private final int bytes;

        private Need(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * An empty pool.
     *
     * @param name for messages and the status
     * @param owner who this side is
     * @param refillBelow bytes left below which a refill is asked for
     * @param refill whom to ask
     */
    public OwnPool(String name, PoolOwner owner, long refillBelow, Refill refill) {
        super(name, owner, refillBelow, refill);
    }

    /**
     * Allocates bytes for one message, all of its needs or none of them.
     *
     * @param wait how long to wait for the refill that is under way, zero not to wait
     * @param sizes how many bytes each need has, each at least 1
     * @return the bytes, one element a size
     * @throws PoolExhaustedException if too little is left and no refill came in time; nothing was taken
     */
    public List<AllocatedBytes> allocate(Duration wait, int... sizes) {
        List<AllocatedBytes> allocated = allocateInTurn(deadline(wait), sizes);
        refillIfLow();
        return allocated;
    }

    /**
     * Puts bytes back that were allocated for a message of which no byte has left this node.
     *
     * @param allocated the bytes, which are wiped
     */
    public void giveBack(AllocatedBytes allocated) {
        lock.lock();
        try {
            putBack(allocated);
            wakeWaiters();
        } finally {
            lock.unlock();
        }
    }

    @Override
    long remainingLocked() {
        return blocks.values().stream().mapToLong(Block::unused).sum();
    }

    private List<AllocatedBytes> allocateInTurn(long deadline, int[] sizes) {
        Need need = new Need(Math.toIntExact(Arrays.stream(sizes).asLongStream().sum()));
        lock.lock();
        try {
            waiting.addLast(need);
            while (waiting.peekFirst() != need || remainingLocked() < need.bytes) {
                long seen = supplies();
                requestRefillUnlocked();
                if (!awaitSupply(seen, deadline)) {
                    throw new PoolExhaustedException(name(), need.bytes, remainingLocked());
                }
            }
            return take(sizes);
        } finally {
            waiting.remove(need);
            if (!waiting.isEmpty()) {
                wakeWaiters();
            }
            lock.unlock();
        }
    }

    /** Asks for what all who wait lack, with the lock released for the time of the call. */
    private void requestRefillUnlocked() {
        long missing = waiting.stream().mapToLong(need -> need.bytes).sum() - remainingLocked();
        if (missing > 0) {
            lock.unlock();
            try {
                refill.request(missing);
            } finally {
                lock.lock();
            }
        }
    }

    private List<AllocatedBytes> take(int[] sizes) {
        List<AllocatedBytes> taken = new ArrayList<>();
        for (int size : sizes) {
            List<Fragment> gaps = firstGaps(size);
            if (gaps.size() > Allocation.MAX_FRAGMENTS) {
                taken.forEach(this::putBack);
                throw new PoolExhaustedException(name(), size, remainingLocked());
            }
            taken.add(take(size, new Allocation(gaps)));
        }
        blocks.values().removeIf(block -> block.unused() == 0);
        return taken;
    }

    private AllocatedBytes take(int size, Allocation allocation) {
        byte[] bytes = new byte[size];
        int offset = 0;
        for (Fragment gap : allocation.fragments()) {
            Block block = Objects.requireNonNull(blocks.get(gap.blockUuid()));
            block.copy(gap, bytes, offset);
            block.use(gap);
            offset += gap.size();
        }
        return new AllocatedBytes(allocation, SecretBytes.owning(bytes));
    }

    private List<Fragment> firstGaps(int size) {
        List<Fragment> gaps = new ArrayList<>();
        int missing = size;
        for (Block block : blocks.values()) {
            int start = block.nextUnused(0);
            while (missing > 0 && start < block.size()) {
                Fragment gap = block.firstGap(start, missing);
                gaps.add(gap);
                missing -= gap.size();
                start = block.nextUnused(gap.end());
            }
        }
        return gaps;
    }

    private void putBack(AllocatedBytes allocated) {
        int offset = 0;
        for (Fragment fragment : allocated.allocation().fragments()) {
            Block block = blocks.get(fragment.blockUuid());
            // A block that was used up or dropped meanwhile is gone for both sides; its bytes stay unused.
            if (block != null) {
                block.giveBack(fragment, allocated.bytes().expose(), offset);
            }
            offset += fragment.size();
        }
        allocated.close();
    }
}
