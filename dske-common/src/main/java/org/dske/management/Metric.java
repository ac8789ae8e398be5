package org.dske.management;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dske.time.LatencyHistogram;

/**
 * Something that is counted or measured, for whoever watches over many nodes.
 *
 * @param name its name, which ends in {@code _total} if it is a counter
 * @param type what its numbers mean
 * @param help one sentence
 * @param samples its numbers now, told apart by their labels
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {
    private static final double NANOS = 1e9;

    public Metric {
        samples = List.copyOf(samples);
        if (type == Type.COUNTER != name.endsWith("_total")) {
            throw new IllegalArgumentException(name + " is named like another type of metric");
        }
    }

    /** What the numbers of a metric mean. */
    public enum Type {
        /** How often something has happened since the node started: it never falls. */
        COUNTER("counter"),
        /** How much there is of something now. */
        GAUGE("gauge"),
        /** How long something took, each time: how often it took no longer than some bounds, and how long all of it together. */
        HISTOGRAM("histogram");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String wireName() {
            return word;
        }
    }

    /**
     * A number.
     *
     * @param suffix what its name has behind the metric's: nothing but in a histogram
     * @param labels what it is about, by the name of the label: such as the hub
     * @param value the number, exact if it is whole and below 2^53
     */
    public record Sample(String suffix, Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }

        /** A number of a metric that is not a histogram. */
        public Sample(Map<String, String> labels, double value) {
            this("", labels, value);
        }
    }

    /** A metric of one number. */
    public static Metric of(String name, Type type, String help, long value) {
        return new Metric(name, type, help, List.of(new Sample(Map.of(), value)));
    }

    /**
     * How long something took, in seconds.
     *
     * @param name its name, which ends in {@code _seconds}
     */
    public static Metric histogram(String name, String help, LatencyHistogram histogram) {
        return new Metric(
                name,
                Type.HISTOGRAM,
                help,
                samples(Map.of(), histogram.counts()).toList());
    }

    /**
     * How long something took, in seconds, with each of some peers.
     *
     * @param name its name, which ends in {@code _seconds}
     * @param label what the names of the peers are
     * @param histograms by these names
     */
    public static Metric histograms(String name, String help, String label, Map<String, LatencyHistogram> histograms) {
        return new Metric(
                name,
                Type.HISTOGRAM,
                help,
                new TreeMap<>(histograms)
                        .entrySet().stream()
                                .flatMap(each -> samples(
                                        Map.of(label, each.getKey()),
                                        each.getValue().counts()))
                                .toList());
    }

    private static Stream<Sample> samples(Map<String, String> labels, LatencyHistogram.Counts counts) {
        Stream<Sample> buckets = counts.buckets().stream().map(bucket -> {
            Map<String, String> bounded = new HashMap<>(labels);
            bounded.put(
                    "le",
                    bucket.bound().equals(LatencyHistogram.Bucket.UNBOUNDED)
                            ? "+Inf"
                            : number(seconds(bucket.bound())));
            return new Sample("_bucket", bounded, bucket.count());
        });
        return Stream.concat(
                buckets,
                Stream.of(
                        new Sample("_sum", labels, seconds(counts.sum())),
                        new Sample("_count", labels, counts.buckets().getLast().count())));
    }

    /** A number, without a fraction if it is whole. */
    static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
