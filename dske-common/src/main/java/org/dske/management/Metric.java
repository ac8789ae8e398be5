package org.dske.management;

import java.util.List;
import java.util.Map;

/**
 * Something that is counted or measured, for whoever watches over many nodes.
 *
 * @param name its name, which ends in {@code _total} if it is a counter
 * @param type what its numbers mean
 * @param help one sentence
 * @param samples its numbers now, told apart by their labels
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {
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
        GAUGE("gauge");

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
     * @param labels what it is about, by the name of the label: such as the hub
     * @param value the number
     */
    public record Sample(Map<String, String> labels, long value) {
        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    /** A metric of one number. */
    public static Metric of(String name, Type type, String help, long value) {
        return new Metric(name, type, help, List.of(new Sample(Map.of(), value)));
    }
}
