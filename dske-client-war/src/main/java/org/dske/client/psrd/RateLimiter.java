package org.dske.client.psrd;

import java.time.Duration;
import org.dske.time.Deadline;

/**
 * How much a client does that a hub, or somebody in its name, makes it do for nothing: so much at once, and then as much as comes back
 * with time. Guarded by its user's lock.
 */
final class RateLimiter {
    private final long burst;
    /** The time after which one comes back. */
    private final double nanosEach;
    /** When all that was admitted will have come back. */
    private Deadline paidOff = Deadline.in(Duration.ZERO);

    /**
     * A limiter that has admitted nothing.
     *
     * @param burst how much at once
     * @param time the time in which all of that comes back
     */
    RateLimiter(long burst, Duration time) {
        this.burst = burst;
        this.nanosEach = (double) time.toNanos() / burst;
    }

    /** When one more will be admitted. */
    Deadline opens() {
        return Deadline.in(Duration.ofNanos(Math.max(0, excess(1))));
    }

    /** Whether so much is admitted now; if so, it counts. */
    boolean admits(long amount) {
        if (excess(amount) > 0) {
            return false;
        }
        paidOff = Deadline.in(Duration.ofNanos(paidOff.nanosLeft() + (long) (amount * nanosEach)));
        return true;
    }

    private long excess(long amount) {
        return paidOff.nanosLeft() - (long) ((burst - amount) * nanosEach);
    }
}
