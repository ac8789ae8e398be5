package org.dske.psrd;

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.dske.time.Deadline;

/**
 * What those who wait for a pool's bytes wait for: a block, a segment that is taken out of the store, bytes given back, the end of a
 * refill, or somebody else's leaving the queue. All of it is used with the pool's lock held.
 */
final class PoolCondition {
    private final Condition changed;
    private final BooleanSupplier underWay;
    private long count;

    PoolCondition(Condition changed, BooleanSupplier underWay) {
        this.changed = changed;
        this.underWay = underWay;
    }

    /** How often there was a change: lets a waiter notice one that came while it did not hold the lock. */
    long count() {
        return count;
    }

    /** Wakes all who wait, to look again. */
    void changed() {
        count++;
        changed.signalAll();
    }

    /**
     * Waits for a change since {@link #count()} was as seen, as long as something is under way; false if nothing came until the
     * deadline, nothing is under way, or the thread was interrupted.
     */
    boolean await(long seen, Deadline deadline) {
        return await(seen, deadline, underWay);
    }

    /** The same for a waiter whose turn it is not: the others may leave whether or not something is under way. */
    boolean awaitOthers(long seen, Deadline deadline) {
        return await(seen, deadline, () -> true);
    }

    private boolean await(long seen, Deadline deadline, BooleanSupplier worthIt) {
        while (count == seen) {
            long nanos = deadline.nanosLeft();
            if (nanos == 0 || !worthIt.getAsBoolean()) {
                return false;
            }
            try {
                changed.awaitNanos(nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Whether a wait is neither over nor interrupted. */
    static boolean mayWait(Deadline deadline) {
        return !deadline.isOver() && !Thread.currentThread().isInterrupted();
    }
}
