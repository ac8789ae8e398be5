package org.dske.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Deliveries that are forgotten when the process ends. */
public final class MemoryDeliveries implements DeliveryLedger {
    private final InstantSource clock;
    private final Map<Delivery, Instant> deliveries = new HashMap<>();
    /** In the order in which they end. */
    private final TreeMap<Instant, Collection<Delivery>> ends = new TreeMap<>();

    /** No deliveries. */
    public MemoryDeliveries(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized CompletableFuture<Boolean> admit(Collection<Delivery> wanted, Instant until) {
        var over = ends.headMap(clock.instant(), true);
        over.forEach((end, all) -> all.forEach(delivery -> deliveries.remove(delivery, end)));
        over.clear();
        if (wanted.stream().anyMatch(deliveries::containsKey)) {
            return CompletableFuture.completedFuture(false);
        }
        wanted.forEach(delivery -> deliveries.put(delivery, until));
        ends.merge(until, List.copyOf(wanted), MemoryDeliveries::joined);
        return CompletableFuture.completedFuture(true);
    }

    private static Collection<Delivery> joined(Collection<Delivery> some, Collection<Delivery> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    @Override
    public synchronized CompletableFuture<Void> release(Collection<Delivery> undone) {
        undone.forEach(deliveries::remove);
        return CompletableFuture.completedFuture(null);
    }
}
