package org.dske.psrd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * The bytes that a pool's owner has passed: whatever of them is still unused after a grace belongs to messages that were lost, or
 * were not sent, and is erased. Else whoever has recorded the messages could read them with what he finds in a node's memory, long
 * afterwards.
 *
 * <p>Guarded by the pool's lock.
 */
final class Gaps {
    /** Marks that are made within this part of the grace are one. */
    private static final int MARKS_IN_GRACE = 32;

    private final Ticker ticker;
    private final Duration grace;
    private final Duration step;

    /** The oldest first. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    /** All below an index of a block was passed by a time. */
    private record Mark(PooledBlock block, int upTo, Deadline open, Deadline end) {}

    Gaps(Ticker ticker, Duration grace) {
        this.ticker = ticker;
        this.grace = grace;
        this.step = grace.dividedBy(MARKS_IN_GRACE);
    }

    /** Takes note that the owner has passed all bytes of a block below an index. */
    void passed(PooledBlock block, int upTo) {
        if (block.namedUpTo() >= upTo) {
            return;
        }
        block.pass(upTo);
        Mark last = marks.peekLast();
        boolean joins = last != null && last.block() == block && !last.open().isOver();
        if (joins) {
            marks.removeLast();
        }
        Deadline open = joins ? last.open() : ticker.deadline(step);
        marks.addLast(new Mark(block, upTo, open, ticker.deadline(grace)));
    }

    /** Erases what was passed longer ago than the grace. */
    void expire() {
        while (!marks.isEmpty() && marks.getFirst().end().isOver()) {
            Mark mark = marks.removeFirst();
            mark.block().erase(mark.upTo());
        }
    }
}
