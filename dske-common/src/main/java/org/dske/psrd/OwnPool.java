package org.dske.psrd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.psrd.StoredSegments.Demand;
import org.dske.secret.SecretBytes;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * A pool on its owner's side, who allocates from it: always the first gap, through the blocks in the order in which they
 * were added, out of the segments that are in memory.
 *
 * <p>An allocation of several sizes takes all of them or nothing. When too little is left it waits for the refill that is
 * under way, and those who wait are served in the order in which they came, so that a large need is not starved by small
 * ones. One that the pool can meet once more segments are out of the store waits for them in the same way. One whose time is up before its turn comes is served out of turn if the pool has the bytes: no need fails that the
 * pool could meet.
 */
public final class OwnPool extends Pool {
    /** How many used-up blocks are remembered, so that bytes of theirs can still be given back. */
    private static final int REMEMBERED = 1_000;

    /**
     * The other side erases what was passed longer ago than the grace. A message with bytes that were given back has to be there
     * before.
     */
    private static final Duration GRACE_OF_OWNER = GRACE.dividedBy(2);

    private final int mostWaiting;
    private final Deque<Need> waiting = new ArrayDeque<>();

    /** Used-up blocks, which are deleted: their names and which bytes they have, but no bytes. */
    private final Map<UUID, PooledBlock> usedUp = new LinkedHashMap<>();

    private boolean paused;

    /**
     * Behind the key of the last registration. The next one is signed with bytes behind it, so that the other side sees which one is the
     * later: one that was held back on its way is refused.
     */
    private Place registered = Place.BEGIN;

    /** What one message needs. Equal only to itself, so that those who wait can be told apart. */
    private static final class Need {
        private final Use use;
        private final int[] sizes;
        private final int bytes;

        private Need(Use use, int... sizes) {
            long sum = Arrays.stream(sizes).asLongStream().sum();
            if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 1) || sum > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "sizes of 1 or more, and " + Integer.MAX_VALUE + " together at most");
            }
            this.use = use;
            this.sizes = sizes.clone();
            this.bytes = (int) sum;
        }
    }

    /**
     * A pool of what is in the store, in which so many allocations at most wait for a refill at a time: any further one fails at once if it
     * cannot be met.
     */
    public OwnPool(
            String name,
            PoolOwner owner,
            SegmentStore store,
            long refillBelow,
            Refill refill,
            Ticker ticker,
            int mostWaiting) {
        super(name, owner, store, refillBelow, refill, ticker, GRACE_OF_OWNER);
        this.mostWaiting = mostWaiting;
    }

    /**
     * Allocates bytes for one message, sizes of 1 or more, all of them or none: one element a size. Waits so long for the
     * refill that is under way, or the store, zero not to wait.
     *
     * @throws PoolExhaustedException if too little is left and no refill came in time; nothing was taken
     * @throws PoolStoppedException if the pool is stopped, and was not settled in time; nothing was taken
     * @throws org.dske.ledger.StoreException if the bytes are there, and the store fails, or takes too long; nothing was taken
     */
    public List<AllocatedBytes> allocate(Duration wait, int... sizes) {
        return allocate(Use.EXCHANGE, wait, sizes);
    }

    /** The same as {@link #allocate(Duration, int...)}; for a registration also if the pool is not settled, or {@linkplain #pause paused}. */
    public List<AllocatedBytes> allocate(Use use, Duration wait, int... sizes) {
        List<AllocatedBytes> allocated = allocateInTurn(new Need(use, sizes), Deadline.in(wait));
        followUp();
        refillIfLow();
        return allocated;
    }

    /**
     * Allocates bytes for one message, sizes of 1 or more, all of them or none, if they are in memory and nobody waits for some:
     * nobody is overtaken, and there is no wait. Nothing if {@link #allocate} would have to wait, or would fail.
     */
    public Optional<List<AllocatedBytes>> tryAllocate(int... sizes) {
        Need need = new Need(Use.EXCHANGE, sizes);
        Optional<List<AllocatedBytes>> allocated =
                withLock(() -> waiting.isEmpty() ? plan(need).map(plan -> take(need, plan)) : Optional.empty());
        if (allocated.isPresent()) {
            followUp();
            refillIfLow();
        }
        return allocated;
    }

    /**
     * Uses nothing of this pool until {@link #settle}: the other side says that bytes are used which this side takes for unused, and
     * so this side may have forgotten what it has used, as a machine does that is restored from a snapshot.
     */
    public void stop() {
        locked(this::doubt);
    }

    /** Uses nothing of this pool until {@link #resume}: the other side is being asked how far it is used. */
    public void pause() {
        locked(() -> paused = true);
    }

    /** Goes on after {@link #pause}, unless the pool is stopped. */
    public void resume() {
        locked(() -> {
            paused = false;
            condition.changed();
        });
    }

    /**
     * Puts bytes back that were allocated for a message of which no byte has left this node, unless that was so long ago that
     * the other side may have erased them; the bytes are wiped. They are in memory then, and never come into the store.
     */
    public void giveBack(AllocatedBytes allocated) {
        giveBack(Use.EXCHANGE, allocated);
    }

    /**
     * Signs no more registrations out of the segment in which the last one was: the other side says that it has lost those bytes, as it may in
     * a crash, and how far only the answer to a registration can tell. What is before them is passed with the next registration.
     */
    public void skipSegmentForRegistration() {
        locked(() -> blocks.values().stream()
                .filter(block -> block.position() >= registered.position() && block.unused() > 0)
                .findFirst()
                .ifPresent(block -> {
                    int from = block.position() == registered.position() ? registered.index() : block.namedUpTo();
                    int inside = Math.min(from, block.size() - 1);
                    registered = new Place(block.position(), block.endOfSegment(inside));
                }));
    }

    /** The same; what a registration was to be signed with can then be what the next one is signed with. */
    public void giveBack(Use use, AllocatedBytes allocated) {
        locked(() -> {
            if (use == Use.REGISTRATION) {
                Fragment first = allocated.allocation().fragments().getFirst();
                registered = new Place(registered.position(), Math.min(registered.index(), first.start()));
            }
            gaps.expire();
            restore(allocated);
            dropUsedUp();
            condition.changed();
        });
    }

    @Override
    long remainingLocked() {
        return blocks.values().stream().mapToLong(PooledBlock::unused).sum();
    }

    @Override
    long readyLocked() {
        long ready = 0;
        for (PooledBlock block : blocks.values()) {
            ready += block.inMemory();
            if (block.stored() > 0) {
                break;
            }
        }
        return ready;
    }

    @Override
    public CompletableFuture<Void> retain(Collection<UUID> known) {
        locked(usedUp::clear);
        return super.retain(known);
    }

    private List<AllocatedBytes> allocateInTurn(Need need, Deadline deadline) {
        lock.lock();
        try {
            long failures = segments.failures();
            // One who is too many waits for the store alone, and for nobody else.
            boolean tooMany = waiting.size() >= mostWaiting;
            if (!tooMany && need.use == Use.REGISTRATION) {
                // What the others wait for.
                waiting.addFirst(need);
            } else if (!tooMany) {
                waiting.addLast(need);
            }
            while (true) {
                boolean itsTurn = tooMany || waiting.peekFirst() == need;
                Optional<List<Allocation>> plan = itsTurn ? plan(need) : Optional.empty();
                if (plan.isPresent()) {
                    return take(need, plan.get());
                }
                boolean stored = isStored(need);
                boolean inVain = isFrozen() || (stored ? segments.failures() > failures : tooMany);
                if (inVain || !awaitChange(need, itsTurn, stored, deadline)) {
                    return takeNow(need);
                }
            }
        } finally {
            waiting.remove(need);
            if (!waiting.isEmpty()) {
                condition.changed();
            }
            lock.unlock();
        }
    }

    /** Meets a need, whoever waits, or fails. */
    private List<AllocatedBytes> takeNow(Need need) {
        return take(need, plan(need).orElseThrow(() -> {
            if (!isOpen(need.use)) {
                return new PoolStoppedException(name());
            }
            return isStored(need)
                    ? segments.unavailable()
                    : new PoolExhaustedException(name(), need.bytes, remainingLocked());
        }));
    }

    private boolean isOpen(Use use) {
        return isUsable(use) && (use == Use.REGISTRATION || !paused);
    }

    /** Whether the pool can meet a need when more is out of the store. */
    private boolean isStored(Need need) {
        return isOpen(need.use) && remainingLocked() >= need.bytes && storedLocked() > 0;
    }

    /** Asks for more and waits for it, or for whose turn it is; false if waiting any longer is of no use. */
    private boolean awaitChange(Need need, boolean itsTurn, boolean stored, Deadline deadline) {
        long seen = condition.count();
        boolean wasUnderWay = refill.isUnderWay();
        if (itsTurn && stored) {
            takeOutUnlocked(need);
        }
        requestRefillUnlocked(itsTurn && !stored && !paused ? need.bytes : 0);
        if (!itsTurn) {
            // The others may give up and leave enough, whether or not a refill is under way.
            return condition.awaitOthers(seen, deadline);
        }
        // A refill that was at its end when it was asked for more may not have heard it: then it is asked once more.
        return condition.await(seen, deadline) || (wasUnderWay && PoolCondition.mayWait(deadline));
    }

    /** Takes out what a need lacks in memory, or another segment if it lacks nothing but larger gaps; the lock is released meanwhile. */
    private void takeOutUnlocked(Need need) {
        List<Demand> demands = next(Math.max(1, need.bytes - readyLocked()));
        unlocked(() -> segments.beginToTakeOut(demands));
    }

    /**
     * Asks for what all who wait lack, or for some bytes at least if they lack nothing but larger gaps; the lock is released
     * meanwhile.
     */
    private void requestRefillUnlocked(int atLeast) {
        long lacking = waiting.stream().mapToLong(need -> need.bytes).sum() - remainingLocked();
        long missing = lacking > 0 ? lacking : atLeast;
        if (missing > 0) {
            unlocked(() -> refill.request(missing));
        }
    }

    private void unlocked(Runnable action) {
        lock.unlock();
        try {
            action.run();
        } finally {
            lock.lock();
        }
    }

    /** What a need would get now, or nothing if the pool cannot meet all of it. */
    private Optional<List<Allocation>> plan(Need need) {
        gaps.expire();
        dropUsedUp();
        if (!isOpen(need.use) || remainingLocked() < need.bytes) {
            return Optional.empty();
        }
        GapWalk walk = new GapWalk(blocks.values(), need.use == Use.REGISTRATION ? registered : Place.BEGIN);
        List<Allocation> plan = new ArrayList<>();
        for (int size : need.sizes) {
            Optional<Allocation> allocation = walk.next(size);
            if (allocation.isEmpty()) {
                return Optional.empty();
            }
            plan.add(allocation.get());
        }
        return Optional.of(plan);
    }

    private List<AllocatedBytes> take(Need need, List<Allocation> plan) {
        if (need.use == Use.REGISTRATION) {
            Fragment last = plan.getLast().fragments().getLast();
            registered = new Place(
                    Objects.requireNonNull(blocks.get(last.blockUuid())).position(), last.end());
        }
        List<AllocatedBytes> taken = plan.stream().map(this::take).toList();
        dropUsedUp();
        return taken;
    }

    @Override
    void dropUsedUp() {
        blocks.values().stream().filter(block -> block.unused() == 0).forEach(block -> usedUp.put(block.uuid(), block));
        super.dropUsedUp();
        while (usedUp.size() > REMEMBERED) {
            usedUp.remove(usedUp.keySet().iterator().next());
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>What is below is gone from now on, also what was given back, or will be: the other side may have erased it when it has heard
     * of the marks.
     */
    @Override
    public Map<UUID, Integer> marks() {
        return withLock(() -> {
            blocks.values().forEach(block -> block.erase(block.namedUpTo()));
            usedUp.values().forEach(block -> block.erase(block.size()));
            return super.marks();
        });
    }

    @Override
    long kept() {
        return 0;
    }

    @Override
    void giveUp(PooledBlock block, int mark, boolean atOnce) {
        block.erase(mark);
    }

    private AllocatedBytes take(Allocation allocation) {
        byte[] bytes = new byte[allocation.size()];
        used += bytes.length;
        int offset = 0;
        for (Fragment gap : allocation.fragments()) {
            PooledBlock block = Objects.requireNonNull(blocks.get(gap.blockUuid()));
            block.copy(gap, bytes, offset);
            // It is named now: if it is given back, then not for long.
            passed(gap.blockUuid(), gap.end());
            block.use(gap);
            offset += gap.size();
        }
        return new AllocatedBytes(allocation, SecretBytes.owning(bytes));
    }

    private void restore(AllocatedBytes allocated) {
        byte[] bytes = allocated.bytes().expose();
        int offset = 0;
        for (Fragment fragment : allocated.allocation().fragments()) {
            restore(fragment.blockUuid());
            PooledBlock block = blocks.get(fragment.blockUuid());
            // The peer does not hold a block that was dropped meanwhile: its bytes are of no use.
            if (block != null) {
                block.giveBack(fragment, bytes, offset);
            }
            offset += fragment.size();
        }
        allocated.close();
    }

    /** Brings a used-up block back to its old place: nobody has heard yet that its last bytes were used. */
    private void restore(UUID uuid) {
        PooledBlock block = usedUp.remove(uuid);
        if (block != null && isOpen(Use.EXCHANGE)) {
            List<PooledBlock> all = new ArrayList<>(blocks.values());
            all.add(block);
            all.sort(Comparator.comparingLong(PooledBlock::position));
            blocks.clear();
            all.forEach(each -> blocks.put(each.uuid(), each));
        }
    }
}
