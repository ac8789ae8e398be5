package org.dske.management;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dske.psrd.PoolStatus;
import org.jspecify.annotations.Nullable;

/** How much PSRD a node has left, as metrics: the same for hubs and clients. */
public final class PsrdMetrics {
    private static final double SECONDS_OF_DAY = 86_400;

    private PsrdMetrics() {}

    /** {@return metrics with a number a pool, by its name} */
    public static Stream<Metric> of(List<PoolStatus> pools) {
        return Stream.of(
                gauge("unused_bytes", "Bytes of pre-shared random data that are not used", pools, PoolStatus::unused),
                gauge("in_memory_bytes", "Those of the unused bytes that a crash costs", pools, PoolStatus::inMemory),
                gauge("low", "1 if so little is left that a refill is due, else 0", pools, pool -> pool.low() ? 1L : 0),
                gauge(
                        "seconds_left",
                        "How long the unused bytes will do at the present rate; nothing of a pool of which none are used",
                        pools,
                        PsrdMetrics::secondsLeft),
                metric(
                        "refills_total",
                        Metric.Type.COUNTER,
                        "Blocks of pre-shared random data that have come since the node started",
                        pools,
                        PoolStatus::refills));
    }

    private static @Nullable Long secondsLeft(PoolStatus pool) {
        Double days = pool.daysLeft();
        return days == null ? null : Math.round(days * SECONDS_OF_DAY);
    }

    private static Metric gauge(
            String name, String help, List<PoolStatus> pools, Function<PoolStatus, @Nullable Long> number) {
        return metric(name, Metric.Type.GAUGE, help, pools, number);
    }

    private static Metric metric(
            String name,
            Metric.Type type,
            String help,
            List<PoolStatus> pools,
            Function<PoolStatus, @Nullable Long> number) {
        return new Metric(
                "dske_psrd_" + name,
                type,
                help + ", by pool",
                pools.stream()
                        .map(pool -> {
                            Long value = number.apply(pool);
                            return value == null ? null : new Metric.Sample(Map.of("pool", pool.name()), value);
                        })
                        .filter(Objects::nonNull)
                        .toList());
    }
}
