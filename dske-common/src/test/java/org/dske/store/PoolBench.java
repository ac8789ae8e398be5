package org.dske.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.ledger.Durable;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoredBlock;
import org.dske.psrd.OwnPool;
import org.dske.psrd.Refill;
import org.dske.secret.SecretBytes;
import org.dske.testing.JavaProcess;
import org.dske.testing.Seed;
import org.dske.time.Ticker;

/**
 * Measures how long a pool takes to open that has a mebibyte, and one that has a gibibyte, and the memory that this takes: in a process
 * of its own that has a heap of 20 MB and no more. Not a test: the times are those of a machine. Argument: a directory on the disk that
 * is to be measured, which is not there yet.
 */
final class PoolBench {
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final int BLOCK = 1 << 20;
    private static final int TIMES = 5;

    private PoolBench() {}

    /** Fills pools, and has other processes open them. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        for (int blocks : List.of(1, 1_024)) {
            Path store = directory.resolve(String.valueOf(blocks));
            fill(store, blocks);
            // Gives back what lay in memory for the next.
            run("-Xmx20m", Opening.class, store);
        }
    }

    private static void fill(Path directory, int blocks) {
        Random random = new Random(1);
        try (NodeStore store = TestStores.open(directory)) {
            SegmentStore pool = store.ledger().pool(CAROL, PoolOwner.HUB);
            for (int i = 0; i < blocks; i++) {
                SecretBytes data = SecretBytes.owning(Seed.bytes(random, BLOCK));
                Durable.await(pool.add(new StoredBlock(UUID.randomUUID(), BLOCK, Origin.TLS, 0), data));
            }
        }
    }

    private static void run(String heap, Class<?> main, Path directory) throws IOException, InterruptedException {
        Process process = JavaProcess.of(List.of(heap), main, directory.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("it does not do with " + heap);
        }
    }

    /** Opens a pool several times; the first time loads SQLite and all classes. */
    static final class Opening {
        private Opening() {}

        /** Measures. */
        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            for (int i = 0; i < TIMES; i++) {
                long begin = System.nanoTime();
                try (NodeStore store = TestStores.open(directory)) {
                    OwnPool pool = new OwnPool(
                            "bench",
                            PoolOwner.HUB,
                            store.ledger().pool(CAROL, PoolOwner.HUB),
                            0,
                            Refill.NONE,
                            Ticker.SYSTEM,
                            1);
                    Durable.await(pool.settle(Map.of()));
                    pool.allocate(Duration.ofSeconds(10), 32).getFirst().bytes().close();
                    System.out.printf(
                            Locale.ROOT,
                            "%,15d bytes: open, and the first key named, after %4d ms; heap in use at most %,d bytes; files %,d bytes%n",
                            pool.size(),
                            Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                            mostHeap(),
                            size(directory));
                    Durable.await(pool.putBack());
                }
            }
        }

        /** At most at any time, and so with garbage. */
        private static long mostHeap() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
        }

        private static long size(Path directory) throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                return files.mapToLong(file -> file.toFile().length()).sum();
            }
        }
    }
}
