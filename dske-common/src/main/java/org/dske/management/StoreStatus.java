package org.dske.management;

import java.util.List;
import java.util.OptionalDouble;
import org.dske.store.Database;
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

    /** Metrics of a store: none in memory. */
    public static List<Metric> metrics(NodeStore store) {
        return store.file().map(file -> metrics(file.database())).orElse(List.of());
    }

    private static List<Metric> metrics(Database database) {
        return List.of(
                Metric.of(
                        "dske_store_bytes",
                        Metric.Type.GAUGE,
                        "Bytes of the files of the node's store",
                        database.size()),
                Metric.of(
                        "dske_store_changes_total",
                        Metric.Type.COUNTER,
                        "Changes in the commits of the node's store",
                        database.commits().changes()),
                Metric.of(
                        "dske_store_writable",
                        Metric.Type.GAUGE,
                        "1 if the node's store can be written, else 0",
                        database.isFailing() ? 0 : 1),
                Metric.histogram(
                        "dske_store_commit_seconds",
                        "How long commits of the node's store took until they were on the disk",
                        database.commitTimes()));
    }
}
