package org.dske.launcher.bench;

import java.util.List;
import java.util.stream.Stream;

/** The middle of the rounds of a measurement: whatever else the machine does now and then spoils some of them. */
final class Median {
    private Median() {}

    /** The middle one, or the higher one of the two in the middle. */
    static double of(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
