package org.dske.bench.load;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** Puts loads on something. */
public final class Load {
    private Load() {}

    /**
     * Does work again and again, on virtual threads, so that nothing but what is loaded limits it.
     *
     * @param loop when it begins anew
     * @param time how long it does
     * @param works the work of each encryptor, or of each request of an open loop, by its number from 0 on
     * @return what came of it, when all that had begun has ended
     */
    public static LoadResult run(Loop loop, Duration time, IntFunction<Work> works) {
        Pacer pacer = Pacer.SYSTEM;
        Notes notes = new Notes();
        long begin = pacer.nanos();
        // It waits for all of them when it is closed.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            loop.run(time, works, notes, pacer, threads);
        }
        return new LoadResult(loop, pacer.since(begin), notes.done(), notes.latencies(), notes.failures());
    }
}
