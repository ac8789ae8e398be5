package org.dske.launcher.bench;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.KeyPair;
import org.dske.launcher.network.Network;

/**
 * What a key costs when several are asked for at a time: one pair of encryptors gets {@code number} keys with one Get key, and
 * with one Get key with key IDs, again and again. The numbers take turns, so that whatever else the machine does meets them all.
 *
 * @param rounds how often each number has its turn
 * @param time how long a turn lasts; it ends with the exchange that is under way then
 */
public record Batches(int rounds, Duration time) {
    /** How many keys are asked for at a time; the first is what the others are compared with. */
    private static final List<Integer> NUMBERS = List.of(1, 16, 128);

    private static final double NANOS = 1e9;

    /**
     * Measures on a network that is ready.
     *
     * @param network the network; needs two encryptors
     * @return the cost at each number
     * @throws LauncherException if a request fails or the keys of the two ends differ
     */
    public List<BatchCost> on(Network network) {
        List<SaeId> names = network.topology().encryptors();
        EtsiClient etsi = network.encryptors();
        // Not counted: it warms up the nodes and opens their connections.
        round(etsi, names);
        List<List<Double>> costs =
                Stream.generate(() -> round(etsi, names)).limit(rounds).toList();
        return IntStream.range(0, NUMBERS.size())
                .mapToObj(i -> new BatchCost(
                        NUMBERS.get(i),
                        costs.stream().map(round -> round.get(i)).toList()))
                .toList();
    }

    private List<Double> round(EtsiClient etsi, List<SaeId> names) {
        return NUMBERS.stream()
                .map(number -> secondsAKey(etsi, names.get(0), names.get(1), number))
                .toList();
    }

    private double secondsAKey(EtsiClient etsi, SaeId master, SaeId slave, int number) {
        long begin = System.nanoTime();
        long taken;
        int keys = 0;
        do {
            List<KeyPair> pairs = etsi.keyPair(master, slave, OptionalInt.empty(), OptionalInt.of(number));
            if (pairs.size() != number || !pairs.stream().allMatch(KeyPair::matches)) {
                throw new LauncherException("the keys of the two ends differ");
            }
            keys += number;
            taken = System.nanoTime() - begin;
        } while (taken < time.toNanos());
        return taken / NANOS / keys;
    }
}
