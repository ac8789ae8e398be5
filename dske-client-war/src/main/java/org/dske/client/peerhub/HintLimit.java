package org.dske.client.peerhub;

import java.util.concurrent.TimeUnit;

/**
 * How often a client acts on unsigned answers, which anybody can send. Guarded by its user's lock.
 */
final class HintLimit {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    private long next = System.nanoTime();

    /** How long no hint will be acted on, in nanoseconds; not positive if one may be now. */
    long closedFor() {
        return next - System.nanoTime();
    }

    /** Whether a hint may be acted on now; if so, the next one may be after the interval only. */
    boolean admits() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return false;
        }
        next = now + INTERVAL;
        return true;
    }
}
