package org.dske.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Time of processors that was taken, in user and in kernel mode.
 *
 * @param loaded by the processes that were loaded, by what runs in each
 * @param generator by the load generator itself
 */
public record ProcessorTime(Map<String, Duration> loaded, Duration generator) {
    private static final double NANOS_A_MILLI = 1e6;

    public ProcessorTime {
        loaded = new LinkedHashMap<>(loaded);
    }

    /** What was taken since an earlier time. */
    ProcessorTime since(ProcessorTime earlier) {
        Map<String, Duration> taken = new LinkedHashMap<>();
        loaded.forEach((name, time) -> taken.put(name, time.minus(Objects.requireNonNull(earlier.loaded.get(name)))));
        return new ProcessorTime(taken, generator.minus(earlier.generator));
    }

    /** What all that were loaded took for a unit of work, in milliseconds. */
    double millis(long units) {
        return millis(loaded.values().stream().reduce(Duration.ZERO, Duration::plus), units);
    }

    static double millis(Duration time, long units) {
        return time.toNanos() / NANOS_A_MILLI / Math.max(1, units);
    }

    /** What each took for a unit of work, in one line. */
    String line(long units) {
        return Stream.concat(loaded.entrySet().stream(), Stream.of(Map.entry("load generator", generator)))
                .map(entry -> String.format(Locale.ROOT, "%s %.3f ms", entry.getKey(), millis(entry.getValue(), units)))
                .collect(Collectors.joining(", "));
    }

    /** For scripts, in milliseconds a unit of work. */
    JsonObject toJson(long units) {
        JsonArrayBuilder processes = Json.createArrayBuilder();
        loaded.forEach((name, time) ->
                processes.add(Json.createObjectBuilder().add("name", name).add("ms", millis(time, units))));
        return Json.createObjectBuilder()
                .add("total", millis(units))
                .add("processes", processes)
                .add("generator", millis(generator, units))
                .build();
    }
}
