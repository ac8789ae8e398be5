package org.dske.management;

import java.util.List;
import java.util.OptionalDouble;
import org.dske.store.Database.Commits;
import org.dske.store.NodeStore;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a node's store.
 *
 * @param kind {@code sqlite}, or {@code memory}, where nothing outlives the process
 * @param size bytes of its files; null in memory
 * @param commits commits since the node started; null in memory
 * @param changes changes in them: what came in while one commit was on its way is in the next; null in memory
 * @param commitsPerSecond commits a second in the last hour or two; null in memory, and in the first seconds
 * @param commitMicros how long the latest commits took until they were on the disk, on average, in microseconds; null in memory
 */
public record StoreStatus(
        String kind,
        @Nullable Long size,
        @Nullable Long commits,
        @Nullable Long changes,
        @Nullable Double commitsPerSecond,
        @Nullable Long commitMicros) {
    private static final long NANOS = 1_000;
    private static final double HUNDRED = 100;

    /** Looks at a store. */
    public static StoreStatus of(NodeStore store) {
        return store.file()
                .map(file -> {
                    Commits commits = file.database().commits();
                    return new StoreStatus(
                            "sqlite",
                            file.database().size(),
                            commits.count(),
                            commits.changes(),
                            rounded(file.database().commitsPerSecond()),
                            commits.mean().toNanos() / NANOS);
                })
                .orElse(new StoreStatus("memory", null, null, null, null, null));
    }

    private static @Nullable Double rounded(OptionalDouble rate) {
        return rate.isPresent() ? Math.round(rate.getAsDouble() * HUNDRED) / HUNDRED : null;
    }

    /** The same as metrics: none in memory. */
    public List<Metric> metrics() {
        if (size == null || commits == null || changes == null || commitMicros == null) {
            return List.of();
        }
        return List.of(
                Metric.of("dske_store_bytes", Metric.Type.GAUGE, "Bytes of the files of the node's store", size),
                Metric.of("dske_store_commits_total", Metric.Type.COUNTER, "Commits of the node's store", commits),
                Metric.of(
                        "dske_store_changes_total",
                        Metric.Type.COUNTER,
                        "Changes in the commits of the node's store",
                        changes),
                Metric.of(
                        "dske_store_commit_microseconds",
                        Metric.Type.GAUGE,
                        "How long the latest commits took until they were on the disk, on average",
                        commitMicros));
    }
}
