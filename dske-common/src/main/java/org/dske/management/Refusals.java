package org.dske.management;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests a node has refused since it started, and with which status: what an attack looks like. */
public final class Refusals {
    private static final int FIRST_ERROR = 400;

    private final NavigableMap<Integer, LongAdder> counts = new ConcurrentSkipListMap<>();

    /**
     * Requests refused with one status.
     *
     * @param status the HTTP status code
     * @param count how many
     */
    public record Refusal(int status, long count) {}

    /** Counts a response, or what is one in a part of another, if its HTTP status code is an error's. */
    public void count(int status) {
        if (status >= FIRST_ERROR) {
            counts.computeIfAbsent(status, first -> new LongAdder()).increment();
        }
    }

    /** {@return the counts: one element a status that there was, the lowest first} */
    public List<Refusal> all() {
        return counts.entrySet().stream()
                .map(entry -> new Refusal(entry.getKey(), entry.getValue().sum()))
                .toList();
    }

    /** {@return the counts, as a metric: a number a status that there was} */
    public Metric metric() {
        return new Metric(
                "dske_refused_requests_total",
                Metric.Type.COUNTER,
                "Requests that were answered with an error, by HTTP status",
                all().stream()
                        .map(refusal -> new Metric.Sample(
                                Map.of("status", Integer.toString(refusal.status())), refusal.count()))
                        .toList());
    }
}
