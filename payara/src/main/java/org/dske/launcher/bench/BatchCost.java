package org.dske.launcher.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What keys cost when a number of them is asked for at a time.
 *
 * @param number how many at a time
 * @param secondsAKey how long each key took, at both ends together, round by round; in seconds
 */
public record BatchCost(int number, List<Double> secondsAKey) {
    public BatchCost {
        secondsAKey = List.copyOf(secondsAKey);
    }

    /**
     * The rate.
     *
     * @return keys a second at both ends, the median of the rounds
     */
    double keysASecond() {
        return 1 / Median.of(secondsAKey.stream());
    }

    /**
     * The cost of a key as a fraction of another, compared round by round.
     *
     * @param base the other; has as many rounds
     * @return the median of the rounds' fractions
     */
    double fractionOf(BatchCost base) {
        return Median.of(IntStream.range(0, secondsAKey.size())
                .mapToObj(round -> secondsAKey.get(round) / base.secondsAKey.get(round)));
    }

    /**
     * The cost in words.
     *
     * @param base what it is compared with
     * @return one line
     */
    String line(BatchCost base) {
        return String.format(
                Locale.ROOT,
                "%d at a time: %.1f keys/s, a key costs %.3f of one at %d",
                number,
                keysASecond(),
                fractionOf(base),
                base.number);
    }
}
