package org.dske.hub.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.ShareStore;
import org.dske.hub.share.Unlimited;
import org.dske.key.KeyId;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.dske.testing.Postgres;

/**
 * Measures how many shares a second are stored, found and fetched, with a thousand held and with a million. Not a test: the figures are
 * those of a machine. Arguments: which of {@code memory}, {@code sqlite}, {@code postgresql}.
 */
final class StoreBench {
    private static final int BATCH = 1_000;
    private static final int[] THREADS = {1, 8, 32};
    private static final Duration TIME = Duration.ofSeconds(6);

    private StoreBench() {}

    /** Measures. */
    public static void main(String[] kinds) throws Exception {
        for (String kind : kinds) {
            Path directory = Files.createTempDirectory("dske-bench");
            StoreSettings settings = new StoreSettings(
                    "hub",
                    StoreContract.HANK,
                    Optional.of(directory),
                    Optional.of(Files.writeString(directory.resolve("key"), "0123456789abcdef".repeat(4))));
            switch (kind) {
                case "memory" -> measure(kind, HubStore.inMemory(StoreContract.HANK, InstantSource.system()));
                case "sqlite" -> {
                    try (NodeStore store =
                            NodeStore.open(settings, InstantSource.system(), new SecureRandom(), HubStore.SCHEMA)) {
                        measure(
                                kind,
                                HubStore.in(
                                        store.file().orElseThrow(),
                                        StoreContract.HANK,
                                        InstantSource.system(),
                                        UUID.randomUUID()));
                    }
                }
                default -> {
                    try (Postgres postgres = Postgres.start()) {
                        measure(
                                kind,
                                HubStore.shared(
                                        postgres.newDatabase(),
                                        settings,
                                        InstantSource.system(),
                                        new SecureRandom(),
                                        UUID.randomUUID()));
                    }
                }
            }
        }
        System.exit(0);
    }

    private static void measure(String kind, HubStore hub) throws Exception {
        ShareStore shares = hub.shares();
        fill(shares, 1_000);
        measure(kind, shares, true);
        measure(kind, shares, false);
        fill(shares, 1_000_000);
        measure(kind, shares, false);
        shares.close();
    }

    private static void fill(ShareStore shares, long count) {
        Instant end = Instant.now().plus(Duration.ofHours(5));
        while (shares.held().shares() < count) {
            StoreContract.await(
                    shares, shares.add(StoreContract.shares(StoreContract.keyIds(BATCH)), end, Unlimited.LIMITS));
        }
    }

    private static void measure(String kind, ShareStore shares, boolean warmUp) throws Exception {
        for (int threads : THREADS) {
            long before = shares.held().shares();
            AtomicLong done = new AtomicLong();
            Instant stop = Instant.now().plus(TIME);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                work.add(pool.submit(() -> {
                    while (Instant.now().isBefore(stop)) {
                        exchange(shares);
                        done.incrementAndGet();
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get();
            }
            pool.shutdown();
            shares.expire();
            if (!warmUp) {
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %9d held, %2d threads: %6d shares/s stored and fetched%n",
                        kind,
                        before,
                        threads,
                        done.get() / TIME.toSeconds());
            }
        }
    }

    /** Stores a share, finds it and fetches it, so that it ends at once. */
    private static void exchange(ShareStore shares) {
        KeyId keyId = StoreContract.keyId();
        Instant now = Instant.now();
        StoreContract.await(
                shares,
                shares.add(StoreContract.shares(List.of(keyId)), now.plus(Duration.ofHours(1)), Unlimited.LIMITS));
        Claim claim = new Claim(shares.find(List.of(keyId)).get(keyId).getFirst(), StoreContract.SOFIA);
        StoreContract.await(shares, shares.fetch(List.of(claim), StoreContract.CONNIE, now.plusMillis(1)))
                .getFirst()
                .close();
    }
}
