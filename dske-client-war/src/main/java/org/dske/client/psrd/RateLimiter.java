package org.dske.client.psrd;

import java.time.Duration;
import org.dske.time.Deadline;

/**
 * How often a client does what a hub, or somebody in its name, makes it do for nothing: so many times at once, and then once in an
 * interval. Guarded by its user's lock.
 */
final class RateLimiter {
    private final long interval;
    private final int burst;
    /** When all that was admitted will be paid off, by {@link System#nanoTime()}. */
    private long paidOff = System.nanoTime();

    /**
     * A limiter that has admitted nothing.
     *
     * @param interval the time that one takes
     * @param burst how many at once
     */
    RateLimiter(Duration interval, int burst) {
        this.interval = interval.toNanos();
        this.burst = burst;
    }

    /** When one will be admitted. */
    Deadline opens() {
        return Deadline.in(Duration.ofNanos(Math.max(0, owed() - (burst - 1) * interval)));
    }

    /** Whether one is admitted now; if so, it counts. */
    boolean admits() {
        long owed = owed();
        if (owed > (burst - 1) * interval) {
            return false;
        }
        paidOff = System.nanoTime() + owed + interval;
        return true;
    }

    private long owed() {
        return Math.max(0, paidOff - System.nanoTime());
    }
}
