package org.dske.psrd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.psrd.Pool.Place;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the gaps of blocks in memory, first gap first: up to the first block of which bytes are still stored, and no
 * further, since its other bytes come first. It plans allocations and takes nothing.
 *
 * <p>An allocation has at most {@value Allocation#MAX_FRAGMENTS} fragments, and one of 32 bytes, as a signing key is, at most 8.
 * Where the gaps are so small that it would have
 * more, the first ones are skipped, and stay for smaller needs: a pool that is full of tiny gaps still serves large needs.
 */
final class GapWalk {
    private static final int SIGNING_KEY = 32;

    /** The suite {@code its} takes no key in more: it is in what the answer signs. */
    private static final int SIGNING_KEY_FRAGMENTS = 8;

    private final Iterator<PooledBlock> blocks;
    private final Place from;
    private @Nullable PooledBlock block;
    private int at;

    /** @param from what is before is left out */
    GapWalk(Iterable<PooledBlock> blocks, Place from) {
        this.blocks = blocks.iterator();
        this.from = from;
    }

    /** The next bytes that are free, or nothing if there are not so many. */
    Optional<Allocation> next(int size) {
        Deque<Fragment> gaps = new ArrayDeque<>();
        int missing = size;
        while (missing > 0) {
            Fragment gap = nextGap(missing);
            if (gap == null) {
                return Optional.empty();
            }
            missing -= gap.size();
            gaps.addLast(joined(gaps.pollLast(), gap, gaps));
            if (gaps.size() > mostFragments(size)) {
                missing += gaps.removeFirst().size();
            }
        }
        return Optional.of(new Allocation(List.copyOf(gaps)));
    }

    private static int mostFragments(int size) {
        return size == SIGNING_KEY ? SIGNING_KEY_FRAGMENTS : Allocation.MAX_FRAGMENTS;
    }

    /** A gap and the one before it as one, if a skipped gap had cut them; else the one before goes back to the others. */
    private static Fragment joined(@Nullable Fragment before, Fragment gap, Deque<Fragment> others) {
        if (before == null) {
            return gap;
        }
        if (before.blockUuid().equals(gap.blockUuid()) && before.end() == gap.start()) {
            return new Fragment(gap.blockUuid(), before.start(), before.size() + gap.size());
        }
        others.addLast(before);
        return gap;
    }

    private @Nullable Fragment nextGap(int atMost) {
        while (true) {
            PooledBlock current = block;
            if (current != null) {
                int start = current.nextUnused(at);
                if (start < current.size()) {
                    Fragment gap = current.firstGap(start, atMost);
                    at = gap.end();
                    return gap;
                }
            }
            if (!blocks.hasNext() || (current != null && current.stored() > 0)) {
                return null;
            }
            block = blocks.next();
            at = firstIndex(block);
        }
    }

    private int firstIndex(PooledBlock next) {
        if (next.position() == from.position()) {
            return from.index();
        }
        return next.position() < from.position() ? next.size() : 0;
    }
}
