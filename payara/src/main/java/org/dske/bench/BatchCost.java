package org.dske.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.key.SaeId;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.KeyPair;
import org.dske.launcher.network.Network;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * What keys cost when a number of them is asked for at a time.
 *
 * @param number how many at a time
 * @param secondsAKey how long each key took, at both ends together, round by round; in seconds
 */
record BatchCost(int number, List<Double> secondsAKey) {
    /** How many keys are asked for at a time; the first is what the others are compared with. */
    private static final List<Integer> NUMBERS = List.of(1, 16, 128);
    /** How long a number has its turn; it ends with the exchange that is under way then. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private static final double NANOS = 1e9;

    BatchCost {
        secondsAKey = List.copyOf(secondsAKey);
    }

    /**
     * Measures on a network that is ready, and has two encryptors: one pair of them gets some keys with one Get key, and with one Get
     * key with key IDs, again and again. The numbers take turns, so that whatever else the machine does meets them all.
     */
    static List<BatchCost> measure(Network network, int rounds) {
        EtsiClient etsi = network.encryptors();
        List<SaeId> names = network.topology().encryptors();
        // The first does not count: it warms up the nodes and opens their connections.
        List<List<Double>> costs = Stream.generate(() -> NUMBERS.stream()
                        .map(number -> secondsAKey(etsi, names.get(0), names.get(1), number))
                        .toList())
                .limit(rounds + 1L)
                .skip(1)
                .toList();
        return IntStream.range(0, NUMBERS.size())
                .mapToObj(i -> new BatchCost(
                        NUMBERS.get(i),
                        costs.stream().map(round -> round.get(i)).toList()))
                .toList();
    }

    private static double secondsAKey(EtsiClient etsi, SaeId master, SaeId slave, int number) {
        long begin = Ticker.SYSTEM.nanos();
        Deadline end = Deadline.in(TURN);
        int keys = 0;
        do {
            List<KeyPair> pairs = etsi.keyPair(master, slave, OptionalInt.empty(), OptionalInt.of(number));
            if (pairs.size() != number || !pairs.stream().allMatch(KeyPair::matches)) {
                throw new LauncherException(ExitStatus.OTHER_SIDE, "the keys of the two ends differ");
            }
            keys += number;
        } while (!end.isOver());
        return Ticker.SYSTEM.since(begin).toNanos() / NANOS / keys;
    }

    /** Keys a second at both ends, the median of the rounds. */
    double keysASecond() {
        return 1 / median(secondsAKey.stream());
    }

    /** The cost of a key as a fraction of another with as many rounds, compared round by round: the median of the rounds. */
    double fractionOf(BatchCost base) {
        return median(IntStream.range(0, secondsAKey.size())
                .mapToObj(round -> secondsAKey.get(round) / base.secondsAKey.get(round)));
    }

    /** The cost in one line, compared with another. */
    String line(BatchCost base) {
        return String.format(
                Locale.ROOT,
                "%d at a time: %.1f keys/s, a key costs %.3f of one at %d",
                number,
                keysASecond(),
                fractionOf(base),
                base.number);
    }

    /**
     * The middle one of the rounds of a measurement, or the higher one of the two in the middle: whatever else the machine does now and
     * then spoils some of them.
     */
    static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
