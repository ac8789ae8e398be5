package org.dske.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param loop the load
 * @param time from its begin until all that had begun had ended
 * @param done how many units of work were done, such as keys at both ends
 * @param latencies how long calls took that worked, in nanoseconds, by call
 * @param failures what failed, the most frequent kind first
 */
public record LoadResult(
        Loop loop, Duration time, long done, Map<String, Histogram> latencies, List<Failure> failures) {
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS = 1e9;
    private static final Map<String, Double> PERCENTILES =
            new TreeMap<>(Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0, "p99.9", 99.9));

    public LoadResult {
        latencies = new TreeMap<>(latencies);
        failures = List.copyOf(failures);
    }

    /** Units of work a second. */
    public double aSecond() {
        return done * NANOS / Math.max(1, time.toNanos());
    }

    /** How many calls failed. */
    public long failed() {
        return failures.stream().mapToLong(Failure::count).sum();
    }

    /** A percentile of a call's latencies in milliseconds, of 100 the longest; not a number if no such call worked. */
    public double millis(String call, double percentile) {
        Histogram histogram = latencies.get(call);
        return histogram == null || histogram.getTotalCount() == 0
                ? Double.NaN
                : histogram.getValueAtPercentile(percentile) / NANOS_A_MILLI;
    }

    /** For scripts: see "bench" in {@code docs/user-guide.md}. */
    JsonObjectBuilder toJson() {
        JsonObjectBuilder calls = Json.createObjectBuilder();
        latencies.forEach((call, histogram) -> calls.add(call, toJson(call, histogram)));
        JsonObjectBuilder json = Json.createObjectBuilder();
        switch (loop) {
            case Loop.Closed closed -> json.add("loop", "closed").add("encryptors", closed.encryptors());
            case Loop.Open open ->
                json.add("loop", "open").add("rate", open.rate()).add("encryptors", open.atOnce());
        }
        return json.add("seconds", time.toNanos() / NANOS)
                .add("keys", done)
                .add("keys_per_second", aSecond())
                .add("latency_ms", calls)
                .add("failed", failed())
                .add("failures", failures.stream().map(Failure::toJson).collect(JsonCollectors.toJsonArray()));
    }

    private JsonObject toJson(String call, Histogram histogram) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("count", histogram.getTotalCount());
        PERCENTILES.forEach((name, percentile) -> json.add(name, millis(call, percentile)));
        return json.add("max", histogram.getMaxValue() / NANOS_A_MILLI).build();
    }
}
