package org.dske.management;

import org.dske.random.RandomSource;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of where a node's random numbers come from.
 *
 * @param source {@code system}, or {@code system and device} where those of a device are mixed into the operating system's
 * @param healthy whether there are random numbers
 * @param failure what is wrong with the device, a sentence; null if nothing is
 */
public record RandomStatus(
        String source, boolean healthy, @Nullable String failure) {
    /** Looks at a source. */
    public static RandomStatus of(RandomSource source) {
        String failure = source.failure().orElse(null);
        return new RandomStatus(source.device().isPresent() ? "system and device" : "system", failure == null, failure);
    }

    /** The same as a metric. */
    public Metric metric() {
        return Metric.of(
                "dske_random_healthy",
                Metric.Type.GAUGE,
                "1 if there are random numbers, 0 if the random device fails",
                healthy ? 1 : 0);
    }
}
