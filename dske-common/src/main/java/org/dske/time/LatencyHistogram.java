package org.dske.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long something took, each time: how often it took no longer than each of some bounds. Who watches over many nodes adds such counts up, and
 * makes percentiles of them. Safe for concurrent use. Source: Prometheus, "Histograms and summaries".
 */
public final class LatencyHistogram {
    /** From a commit on a fast disk to a request that hubs let run into its limit. */
    private static final List<Duration> BOUNDS = Stream.of(
                    250,
                    500,
                    1_000,
                    2_500,
                    5_000,
                    10_000,
                    25_000,
                    50_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    5_000_000,
                    10_000_000)
            .map(micros -> Duration.ofNanos(1_000L * micros))
            .toList();

    /** How often it was within a bound, and not within the one before; last, how often it was longer than all. */
    private final List<LongAdder> counts =
            Stream.generate(LongAdder::new).limit(BOUNDS.size() + 1L).toList();

    private final LongAdder nanos = new LongAdder();

    /**
     * What a histogram has counted.
     *
     * @param buckets the shortest first; the last is for all
     * @param sum how long all of it took together
     */
    public record Counts(List<Bucket> buckets, Duration sum) {
        public Counts {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * How often something took no longer than some time.
     *
     * @param bound the time, {@link #UNBOUNDED} in the last bucket
     * @param count how often, those of shorter times included
     */
    public record Bucket(Duration bound, long count) {
        /** The time that nothing exceeds. */
        public static final Duration UNBOUNDED = Duration.ofSeconds(Long.MAX_VALUE);
    }

    /** It has taken that long. */
    public void add(Duration took) {
        int bucket = 0;
        while (bucket < BOUNDS.size() && took.compareTo(BOUNDS.get(bucket)) > 0) {
            bucket++;
        }
        counts.get(bucket).increment();
        nanos.add(took.toNanos());
    }

    /** {@return what was counted until now} */
    public Counts counts() {
        List<Bucket> buckets = new ArrayList<>();
        long count = 0;
        for (int i = 0; i < counts.size(); i++) {
            count += counts.get(i).sum();
            buckets.add(new Bucket(i < BOUNDS.size() ? BOUNDS.get(i) : Bucket.UNBOUNDED, count));
        }
        return new Counts(buckets, Duration.ofNanos(nanos.sum()));
    }
}
