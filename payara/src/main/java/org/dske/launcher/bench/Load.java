package org.dske.launcher.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Concurrent encryptors, each of which gets a key, has the other end get it too, compares, and begins anew.
 *
 * @param encryptors how many at a time
 * @param time how long they go on
 */
public record Load(int encryptors, Duration time) {

    /**
     * Puts the load on a network that is ready.
     *
     * @param network the network; needs two encryptors
     * @return what came of it
     */
    public LoadResult on(Network network) {
        List<SaeId> names = network.topology().encryptors();
        EtsiClient etsi = network.encryptors();
        ExecutorService threads = Executors.newFixedThreadPool(encryptors);
        long end = System.nanoTime() + time.toNanos();
        List<Callable<LoadResult>> tasks = new ArrayList<>();
        for (int i = 0; i < encryptors; i++) {
            SaeId master = names.get(i % names.size());
            SaeId slave = names.get((i + 1) % names.size());
            tasks.add(() -> run(etsi, master, slave, end));
        }
        try {
            LoadResult sum = LoadResult.none(time);
            for (Future<LoadResult> result : threads.invokeAll(tasks)) {
                sum = sum.plus(result.get());
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted");
        } catch (ExecutionException e) {
            throw new LauncherException("the benchmark failed: " + e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private LoadResult run(EtsiClient etsi, SaeId master, SaeId slave, long end) {
        LoadResult result = LoadResult.none(time);
        while (System.nanoTime() - end < 0) {
            long begin = System.nanoTime();
            try {
                boolean match = etsi.keyPair(master, slave, OptionalInt.empty(), OptionalInt.empty()).stream()
                        .allMatch(KeyPair::matches);
                result = match
                        ? result.delivered(Duration.ofNanos(System.nanoTime() - begin))
                        : result.failed("the keys of the two ends differ");
            } catch (LauncherException e) {
                result = result.failed(String.valueOf(e.getMessage()));
            }
        }
        return result;
    }
}
