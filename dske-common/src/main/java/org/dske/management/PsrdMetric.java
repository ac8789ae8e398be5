package org.dske.management;

import java.util.List;
import java.util.Map;
import org.dske.psrd.PoolStatus;

/** How much PSRD a node has left, as a metric: the same for hubs and clients. */
public final class PsrdMetric {
    private PsrdMetric() {}

    /** {@return the bytes not used as a metric, by the pool's name} */
    public static Metric of(List<PoolStatus> pools) {
        return new Metric(
                "dske_psrd_unused_bytes",
                Metric.Type.GAUGE,
                "Bytes of pre-shared random data that are not used, by pool",
                pools.stream()
                        .map(pool -> new Metric.Sample(Map.of("pool", pool.name()), pool.unused()))
                        .toList());
    }
}
