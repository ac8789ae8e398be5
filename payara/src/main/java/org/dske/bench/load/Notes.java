package org.dske.bench.load;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What came of a load so far: how long each call took, how many units of work were done, and what failed. Safe for concurrent use. */
public final class Notes {
    private static final int DIGITS = 3;

    private final Map<String, Histogram> latencies = new ConcurrentSkipListMap<>();
    private final Map<String, Failure> failures = new ConcurrentSkipListMap<>();
    private final LongAdder done = new LongAdder();

    /** A call that worked. */
    public void took(String call, Duration time) {
        // A ticker that is read by two cores may seem to go back by some nanoseconds.
        latencies
                .computeIfAbsent(call, name -> new ConcurrentHistogram(DIGITS))
                .recordValue(Math.max(0, time.toNanos()));
    }

    /** Units of work, such as keys at both ends, that were done. */
    public void done(long units) {
        done.add(units);
    }

    /**
     * Calls that failed.
     *
     * @param call which, such as {@code enc_keys}
     * @param kind what failures like it have in common
     * @param message what happened
     */
    public void failed(String call, String kind, String message, long times) {
        if (times > 0) {
            failures.merge(call + " " + kind, new Failure(call, kind, times, message), Failure::and);
        }
    }

    Map<String, Histogram> latencies() {
        return latencies;
    }

    long done() {
        return done.sum();
    }

    /** The most frequent kind first. */
    List<Failure> failures() {
        return failures.values().stream()
                .sorted(Comparator.comparingLong(Failure::count).reversed())
                .toList();
    }
}
