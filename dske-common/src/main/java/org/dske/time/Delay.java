package org.dske.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A pause without a thread. What depends on it runs on the thread that keeps the time, so that no pool has to have a free
 * thread for it: {@link CompletableFuture#delayedExecutor(long, TimeUnit)} needs one of the common pool, which has a single
 * one on two cores, and anybody's blocking task may hold that (since JDK 25; before, such machines used none of its threads).
 */
public final class Delay {
    private Delay() {}

    /**
     * Completes after a duration. What depends on it must be short and must not block.
     *
     * @param duration how long it takes; nothing if it is not positive
     * @return done then
     */
    public static CompletableFuture<Void> of(Duration duration) {
        return new CompletableFuture<Void>().completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS);
    }
}
