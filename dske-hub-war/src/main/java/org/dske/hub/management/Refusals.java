package org.dske.hub.management;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests a hub has refused since it started, and with which status: what an attack looks like. */
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

    /**
     * Counts a response, if it is an error.
     *
     * @param status its HTTP status code
     */
    void count(int status) {
        if (status >= FIRST_ERROR) {
            counts.computeIfAbsent(status, first -> new LongAdder()).increment();
        }
    }

    /**
     * The counts.
     *
     * @return one element a status that there was, the lowest first
     */
    List<Refusal> all() {
        return counts.entrySet().stream()
                .map(entry -> new Refusal(entry.getKey(), entry.getValue().sum()))
                .toList();
    }
}
