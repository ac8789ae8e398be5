package org.dske.time;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How fast a count grows: on average over the last hour or two, or since it began if that is less ago. Safe for
 * concurrent use.
 */
public final class Rate {
    private static final Duration SPAN = Duration.ofHours(1);
    /** Of less nothing can be said. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    private static final double NANOS = 1e9;

    private final Ticker ticker;
    /** Where the average begins, and where it will when as much time as the span has passed since then. */
    private Mark begin;

    private Mark next;

    private record Mark(long nanos, long count) {}

    /** Of a count that is 0 now. */
    public Rate(Ticker ticker) {
        this.ticker = ticker;
        this.begin = new Mark(ticker.nanos(), 0);
        this.next = begin;
    }

    /** Takes note of the count: from time to time, or the average is one of a longer time. */
    public synchronized void note(long count) {
        if (ticker.since(next.nanos()).compareTo(SPAN) >= 0) {
            begin = next;
            next = new Mark(ticker.nanos(), count);
        }
    }

    /** {@return how much the count, which this takes note of, grows in a second; nothing in the first ten seconds} */
    public synchronized OptionalDouble perSecond(long count) {
        note(count);
        Duration time = ticker.since(begin.nanos());
        return time.compareTo(LEAST) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((count - begin.count()) * NANOS / time.toNanos());
    }
}
