package org.dske.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.KeyPair;
import org.dske.launcher.network.Network;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * What came of a load: concurrent encryptors, each of which gets a key, has the other end get it too, compares, and begins anew.
 *
 * @param time how long it went on
 * @param latencies how long each key took, from the first end's request to the second end's answer
 * @param failures what failed, one sentence each
 */
record Load(Duration time, List<Duration> latencies, List<String> failures) {
    private static final double MILLIS = 1_000.0;

    /** Puts a load on a network that is ready, and has two encryptors at least. */
    static Load on(Network network, int encryptors, Duration time) {
        List<SaeId> names = network.topology().encryptors();
        EtsiClient etsi = network.encryptors();
        ExecutorService threads = Executors.newFixedThreadPool(encryptors);
        Deadline end = Deadline.in(time);
        List<Callable<Load>> tasks = new ArrayList<>();
        for (int i = 0; i < encryptors; i++) {
            SaeId master = names.get(i % names.size());
            SaeId slave = names.get((i + 1) % names.size());
            tasks.add(() -> run(etsi, master, slave, time, end));
        }
        try {
            Load sum = new Load(time, new ArrayList<>(), new ArrayList<>());
            for (Future<Load> result : threads.invokeAll(tasks)) {
                sum.latencies.addAll(result.get().latencies);
                sum.failures.addAll(result.get().failures);
            }
            return sum;
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        } catch (ExecutionException e) {
            throw new LauncherException("the benchmark failed: " + e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Load run(EtsiClient etsi, SaeId master, SaeId slave, Duration time, Deadline end) {
        Load result = new Load(time, new ArrayList<>(), new ArrayList<>());
        while (!end.isOver()) {
            long begin = Ticker.SYSTEM.nanos();
            try {
                boolean match = etsi.keyPair(master, slave, OptionalInt.empty(), OptionalInt.empty()).stream()
                        .allMatch(KeyPair::matches);
                if (match) {
                    result.latencies.add(Ticker.SYSTEM.since(begin));
                } else {
                    result.failures.add("the keys of the two ends differ");
                }
            } catch (LauncherException e) {
                result.failures.add(String.valueOf(e.getMessage()));
            }
        }
        return result;
    }

    /** Keys, keys a second, latencies in milliseconds, and what failed, in one line. */
    String line() {
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
