package org.dske.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.dske.time.Ticker;

/**
 * The two clocks of a machine, which stand still until a test moves them: that of the day, and the monotonic one. Safe for
 * concurrent use.
 */
public final class MutableClock implements InstantSource, Ticker {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    /** It overflows after five minutes: nothing may depend on its value. */
    private final AtomicLong ticks =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(5).toNanos());

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public long nanos() {
        return ticks.get();
    }

    /**
     * Lets time pass.
     *
     * @param time how much
     */
    public void advance(Duration time) {
        set(time);
        ticks.addAndGet(time.toNanos());
    }

    /**
     * Sets the clock of the day, while no time passes.
     *
     * @param by how much later it is then; negative if it is earlier
     */
    public void set(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }
}
