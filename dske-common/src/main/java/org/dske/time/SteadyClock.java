package org.dske.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day when a process started, and from then on the time that has passed: it never jumps while the process runs, whoever sets
 * the clock of the machine. For ends that are to outlive the process.
 */
public final class SteadyClock implements InstantSource {
    private final Instant begin;
    private final Ticker ticker;
    private final long beginNanos;

    /** A clock that is set now. */
    public SteadyClock(InstantSource clock, Ticker ticker) {
        this.begin = clock.instant();
        this.ticker = ticker;
        this.beginNanos = ticker.nanos();
    }

    @Override
    public Instant instant() {
        return begin.plus(ticker.since(beginNanos));
    }
}
