package org.dske.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a flood of requests that nobody has signed costs a hub, and the same to a path where there is nothing.
 *
 * @param what the flood, in words
 * @param refused the processor time of one request, round by round
 * @param notFound the same of one to a path where there is nothing
 */
record FloodCost(String what, List<Duration> refused, List<Duration> notFound) {
    private static final double NANOS_A_MICRO = 1e3;

    FloodCost {
        refused = List.copyOf(refused);
        notFound = List.copyOf(notFound);
    }

    /** How many times as much as what is not found it costs, compared round by round: the median of the rounds. */
    double ratio() {
        return BatchCost.median(IntStream.range(0, refused.size())
                .mapToObj(round -> refused.get(round).toNanos()
                        / (double) Math.max(1, notFound.get(round).toNanos())));
    }

    /** The cost in one line. */
    String line() {
        return String.format(
                Locale.ROOT,
                "flood of %s: %.0f us of processor each, %.2f times that of a 404",
                what,
                BatchCost.median(refused.stream().map(each -> each.toNanos() / NANOS_A_MICRO)),
                ratio());
    }
}
