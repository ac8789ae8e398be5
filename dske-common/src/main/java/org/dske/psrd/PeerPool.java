package org.dske.psrd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.psrd.StoredSegments.Demand;
import org.dske.secret.SecretBytes;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * A pool on the side that does not own it: this side takes the bytes that the owner's messages name, by <i>peek, verify,
 * consume</i>. Bytes that a message names stay in the pool until the message's signature has verified. If they are still in the store,
 * which is rare, peek reads a copy, and consume takes them out: a message that does not verify takes nothing out.
 *
 * <p>Messages get lost, and with them bytes that the owner has used and this side still holds. What is left is therefore
 * counted behind the highest byte that the owner has named, and a block that the owner has passed is given up after a time
 * in which messages that are still under way can arrive.
 */
public final class PeerPool extends Pool {
    /** How many segments a message may reach into the store beside what the largest message takes. */
    private static final int SEGMENTS_AHEAD = 2;

    /** How often a copy is tried whose bytes are taken out of the store meanwhile. */
    private static final int ATTEMPTS = 100;

    private final long mostSkipped;
    private final long reach;

    /**
     * A pool of what is in the store.
     *
     * @param mostSkipped how many bytes the owner may have passed without naming them, within the grace; and how many the segments
     *     may have that it has passed altogether
     * @param largestMessage how many bytes one message may name
     */
    public PeerPool(
            String name,
            PoolOwner owner,
            SegmentStore store,
            long refillBelow,
            Refill refill,
            Ticker ticker,
            long mostSkipped,
            int largestMessage) {
        super(name, owner, store, refillBelow, refill, ticker, GRACE);
        this.mostSkipped = mostSkipped;
        this.reach = (long) SEGMENTS_AHEAD * SegmentStore.SEGMENT_SIZE + largestMessage;
    }

    /**
     * A copy of the bytes that a message names, which stay in the pool. Waits so long for a block that is not here yet while a
     * refill is under way, zero not to wait; and for the store, if they are stored.
     *
     * @throws UnknownBlockException if the pool does not hold a block, or is not settled
     * @throws InvalidAllocationException if there are not as many bytes as the size, they lie outside a block, are used, or are farther
     *     in the store than a message may reach
     * @throws org.dske.ledger.StoreException if they are in the store, which fails, or takes too long
     */
    public SecretBytes peek(Allocation allocation, int size, Duration wait) {
        return peek(Use.EXCHANGE, allocation, size, wait);
    }

    /** The same as {@link #peek(Allocation, int, Duration)}; for a registration also if the pool is not settled. */
    public SecretBytes peek(Use use, Allocation allocation, int size, Duration wait) {
        if (allocation.size() != size) {
            throw new InvalidAllocationException(
                    "an allocation of " + allocation.size() + " bytes where " + size + " are needed");
        }
        Deadline deadline = Deadline.in(wait);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Copy copy = withLock(() -> {
                awaitBlocks(allocation, deadline);
                requireUsable(use, allocation);
                // All of them first: the size is the sender's word, and no memory is taken for bytes that are not
                // there.
                requireUnused(allocation);
                if (use == Use.EXCHANGE) {
                    demands(allocation);
                }
                return new Copy(allocation);
            });
            if (copy.isComplete()) {
                return copy.bytes;
            }
        }
        throw segments.unavailable();
    }

    /**
     * The place of the first of the bytes that an allocation names.
     *
     * @throws UnknownBlockException if the pool does not hold a block
     */
    public Place first(Allocation allocation) {
        return withLock(() -> allocation.fragments().stream()
                .map(fragment -> new Place(holder(fragment).position(), fragment.start()))
                .min(Comparator.naturalOrder())
                .orElseThrow());
    }

    /** The place behind the last of the bytes that an allocation names; otherwise as {@link #first}. */
    public Place behind(Allocation allocation) {
        return withLock(() -> allocation.fragments().stream()
                .map(fragment -> new Place(holder(fragment).position(), fragment.end()))
                .max(Comparator.naturalOrder())
                .orElseThrow());
    }

    /**
     * Uses up the bytes that a verified message names, which are out of the store then, and everything before them. Of two messages that
     * name the same bytes, one fails here. Nothing is consumed if it fails.
     *
     * @throws UnknownBlockException if the pool does not hold a block any more, or is not settled
     * @throws InvalidAllocationException if a byte was used meanwhile, or the owner skips more than can have been lost
     * @throws org.dske.ledger.StoreException if they are in the store, which fails, or takes too long
     */
    public void consume(Allocation allocation) {
        consume(Use.EXCHANGE, allocation);
    }

    /**
     * The same as {@link #consume(Allocation)}; for a registration also if the pool is not settled, and if it is far behind what is next: an
     * owner that has lost its store goes on in a block that came afterwards, and knows of none before.
     */
    public void consume(Use use, Allocation allocation) {
        if (use == Use.REGISTRATION) {
            dropBlocksBefore(allocation);
        }
        List<Demand> stored = withLock(() -> consumeFromMemory(use, allocation));
        while (!stored.isEmpty()) {
            segments.await(segments.takeOut(stored));
            stored = withLock(() -> consumeFromMemory(use, allocation));
        }
        followUp();
        refillIfLow();
    }

    /** Unless what is there before its first block can also have been lost on the way. */
    private void dropBlocksBefore(Allocation allocation) {
        Set<UUID> lost = withLock(() -> {
            long first = allocation.fragments().stream()
                    .mapToLong(fragment -> holder(fragment).position())
                    .min()
                    .orElseThrow();
            requireUnused(allocation);
            long before = blocks.values().stream()
                    .filter(block -> block.position() < first)
                    .mapToLong(PooledBlock::unused)
                    .sum();
            return before <= Math.min(reach, mostSkipped)
                    ? Set.of()
                    : blocks.values().stream()
                            .filter(block -> block.position() < first)
                            .map(PooledBlock::uuid)
                            .collect(Collectors.toSet());
        });
        if (!lost.isEmpty()) {
            segments.await(retain(
                    blockUuids().stream().filter(block -> !lost.contains(block)).toList()));
        }
    }

    /** Uses the bytes up, or does nothing and says what has to be out of the store before. */
    private List<Demand> consumeFromMemory(Use use, Allocation allocation) {
        gaps.expire();
        requireUsable(use, allocation);
        requireUnused(allocation);
        requireNear(allocation);
        List<Demand> stored = demands(allocation);
        if (stored.isEmpty()) {
            for (Fragment fragment : allocation.fragments()) {
                passed(fragment.blockUuid(), fragment.start());
                holder(fragment).use(fragment);
            }
            used += allocation.size();
            dropUsedUp();
        }
        return stored;
    }

    @Override
    long remainingLocked() {
        return blocks.values().stream()
                .mapToLong(block -> block.size() - block.namedUpTo())
                .sum();
    }

    @Override
    long readyLocked() {
        long ready = 0;
        for (PooledBlock block : blocks.values()) {
            ready += block.storedFrom() - block.namedUpTo();
            if (block.stored() > 0) {
                break;
            }
        }
        return ready;
    }

    @Override
    void dropUsedUp() {
        super.dropUsedUp();
        dropOldestPassed();
    }

    @Override
    long kept() {
        return reach;
    }

    /** What the owner has named may still be under way. */
    @Override
    void giveUp(PooledBlock block, int mark, boolean atOnce) {
        if (atOnce) {
            block.erase(mark);
        } else {
            gaps.passed(block, Math.min(mark, block.storedFrom()));
        }
    }

    private void awaitBlocks(Allocation allocation, Deadline deadline) {
        while (!isFrozen() && !allocation.blockUuids().allMatch(blocks::containsKey)) {
            if (!condition.await(condition.count(), deadline)) {
                return;
            }
        }
    }

    private void requireUnused(Allocation allocation) {
        allocation.fragments().forEach(fragment -> holder(fragment).requireUnused(fragment));
    }

    private void requireUsable(Use use, Allocation allocation) {
        if (!isUsable(use)) {
            throw new UnknownBlockException(allocation.fragments().getFirst().blockUuid());
        }
    }

    private PooledBlock holder(Fragment fragment) {
        PooledBlock block = blocks.get(fragment.blockUuid());
        if (block == null) {
            throw new UnknownBlockException(fragment.blockUuid());
        }
        return block;
    }

    /** What has to be out of the store before an allocation is used: all before the end of it. */
    private List<Demand> demands(Allocation allocation) {
        long last = lastPosition(allocation);
        List<Demand> demands = new ArrayList<>();
        long bytes = 0;
        for (PooledBlock block : blocks.values()) {
            if (block.position() > last) {
                break;
            }
            if (block.stored() > 0) {
                Demand demand = new Demand(block, block.position() < last ? block.size() : endIn(block, allocation));
                if (demand.bytes() > 0) {
                    demands.add(demand);
                    bytes += demand.bytes();
                }
            }
        }
        if (bytes > reach) {
            throw new InvalidAllocationException(
                    InvalidAllocationException.Reason.FAR,
                    "an allocation ends " + bytes + " bytes behind the bytes of PSRD pool " + name()
                            + " that are next, and it may end " + reach + " behind them");
        }
        return demands;
    }

    private long lastPosition(Allocation allocation) {
        long last = -1;
        for (Fragment fragment : allocation.fragments()) {
            last = Math.max(last, holder(fragment).position());
        }
        return last;
    }

    private static int endIn(PooledBlock block, Allocation allocation) {
        return allocation.fragments().stream()
                .filter(fragment -> fragment.blockUuid().equals(block.uuid()))
                .mapToInt(Fragment::end)
                .max()
                .orElse(0);
    }

    private void requireNear(Allocation allocation) {
        long last = lastPosition(allocation);
        long before = 0;
        long after = 0;
        for (PooledBlock block : blocks.values()) {
            before += block.gapBytes();
            after += block.position() > last ? block.gapBytes() : gapBytesAfter(block, allocation, last);
        }
        if (after > before && after > mostSkipped) {
            refused++;
            throw new InvalidAllocationException(
                    InvalidAllocationException.Reason.FAR,
                    "an allocation skips so many bytes of PSRD pool " + name() + " that " + after
                            + " would be passed and not named, and " + mostSkipped + " may be");
        }
    }

    /** How many bytes of a block would be passed and not named if an allocation were consumed. */
    private static int gapBytesAfter(PooledBlock block, Allocation allocation, long last) {
        int upTo = block.position() < last ? block.size() : block.namedUpTo();
        int unused = block.unused();
        for (Fragment fragment : allocation.fragments()) {
            if (fragment.blockUuid().equals(block.uuid())) {
                upTo = Math.max(upTo, fragment.end());
                unused -= fragment.size();
            }
        }
        return unused - (block.size() - upTo);
    }

    /** Late messages may miss them; but nobody can make this side hold more and more. */
    private void dropOldestPassed() {
        long passed = 0;
        for (PooledBlock block : blocks.values()) {
            passed += block.passedInMemory();
        }
        Iterator<PooledBlock> oldest = blocks.values().iterator();
        while (passed > mostSkipped && oldest.hasNext()) {
            PooledBlock block = oldest.next();
            while (passed > mostSkipped && block.passedInMemory() > 0) {
                passed -= block.eraseFirst();
            }
        }
        super.dropUsedUp();
    }

    /** A copy of the bytes that an allocation names: first of those in memory, and then of those in the store. */
    private final class Copy {
        private final SecretBytes bytes;
        private final List<StoredPart> parts = new ArrayList<>();

        /** With the lock. */
        private Copy(Allocation allocation) {
            byte[] copy = new byte[allocation.size()];
            int offset = 0;
            for (Fragment fragment : allocation.fragments()) {
                PooledBlock block = holder(fragment);
                block.copy(fragment, copy, offset);
                int from = Math.max(fragment.start(), block.storedFrom());
                if (from < fragment.end()) {
                    parts.add(new StoredPart(block, from, fragment.end(), offset + from - fragment.start()));
                }
                offset += fragment.size();
            }
            this.bytes = SecretBytes.owning(copy);
        }

        /** Reads what is stored; false if that is so no more, and the copy is wiped. Without the lock. */
        private boolean isComplete() {
            boolean complete = false;
            try {
                complete = parts.stream().allMatch(this::read);
            } finally {
                if (!complete) {
                    bytes.close();
                }
            }
            return complete;
        }

        private boolean read(StoredPart part) {
            CompletableFuture<Void> leaving = withLock(part.block()::underWay);
            if (leaving != null) {
                segments.await(leaving.handle((nothing, failure) -> part));
                return false;
            }
            try (SecretBytes stored = segments.read(part.block(), part.from(), part.to())) {
                System.arraycopy(stored.expose(), 0, bytes.expose(), part.offset(), stored.size());
                return stored.size() > 0;
            }
        }
    }

    /** A part of an allocation that is in the store, and where it is in the allocation. */
    private record StoredPart(PooledBlock block, int from, int to, int offset) {}
}
