package org.dske.launcher.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What came of a load.
 *
 * @param time how long it went on
 * @param latencies how long each key took, from the first end's request to the second end's answer
 * @param failures what failed, one sentence each
 */
public record LoadResult(Duration time, List<Duration> latencies, List<String> failures) {
    private static final double MILLIS = 1_000.0;

    static LoadResult none(Duration time) {
        return new LoadResult(time, new ArrayList<>(), new ArrayList<>());
    }

    LoadResult delivered(Duration latency) {
        latencies.add(latency);
        return this;
    }

    LoadResult failed(String why) {
        failures.add(why);
        return this;
    }

    LoadResult plus(LoadResult other) {
        return new LoadResult(
                time,
                Stream.concat(latencies.stream(), other.latencies.stream()).toList(),
                Stream.concat(failures.stream(), other.failures.stream()).toList());
    }

    /**
     * The load in one line.
     *
     * @return keys, keys a second, latencies in milliseconds, and what failed
     */
    public String line() {
        List<Duration> sorted = latencies.stream().sorted().toList();
        String line = String.format(
                Locale.ROOT,
                "%d keys at both ends in %d s (%.1f keys/s), latency median %s, 99 %% %s, maximum %s, %d failed requests",
                sorted.size(),
                time.toSeconds(),
                sorted.size() * MILLIS / time.toMillis(),
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1),
                failures.size());
        return failures.isEmpty() ? line : line + ", the first: " + failures.get(0);
    }

    private static String quantile(List<Duration> sorted, double share) {
        return sorted.isEmpty()
                ? "-"
                : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share)))
                                .toMillis() + " ms";
    }
}
