package org.dske.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.dske.launcher.Table;

/**
 * Loads of one run, for people and for scripts.
 *
 * @param target what was loaded, in words
 * @param size the bits of a key; the KME's default if empty
 * @param number how many keys were asked for at a time
 * @param warmUp how long each load went on before it was measured
 * @param rows the loads
 */
public record LoadReport(String target, OptionalInt size, int number, Duration warmUp, List<LoadRow> rows) {
    private static final String FORMAT = "dske-bench-load/1";
    private static final double MILLIS = 1e3;

    public LoadReport {
        rows = List.copyOf(rows);
    }

    /** Whether no call failed, nor any echo. */
    public boolean isFlawless() {
        return rows.stream()
                .allMatch(row -> row.keys().result().failed() == 0
                        && row.echoes().map(echoes -> echoes.result().failed()).orElse(0L) == 0);
    }

    /** Tables of latencies and of processor time, that of each process, and what failed. */
    public String toText() {
        List<String> parts = new ArrayList<>();
        parts.add(Table.of(
                LoadRow.LATENCIES,
                rows.stream().flatMap(row -> row.latencies().stream()).toList()));
        parts.add(Table.of(
                LoadRow.PROCESSORS, rows.stream().map(LoadRow::processors).toList()));
        rows.forEach(row -> {
            LoadResult result = row.keys().result();
            row.keys()
                    .processors()
                    .loaded()
                    .forEach((name, time) -> parts.add(String.format(
                            Locale.ROOT,
                            "%s: %.3f ms a key in %s",
                            result.loop().title(),
                            ProcessorTime.millis(time, result.done()),
                            name)));
            result.failures().forEach(failure -> parts.add(result.loop().title() + ": " + failure.line()));
            row.echoes()
                    .ifPresent(floor -> floor.result()
                            .failures()
                            .forEach(failure -> parts.add(floor.result().loop().title() + ": " + failure.line())));
        });
        return String.join("\n", parts);
    }

    /** The members are told in "bench" of {@code docs/user-guide.md}, and stay. */
    public JsonObject toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("format", FORMAT)
                .add("target", target)
                .add(
                        "machine",
                        Json.createObjectBuilder()
                                .add("processors", Runtime.getRuntime().availableProcessors())
                                .add("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                                .add("java", Runtime.version().toString()));
        size.ifPresent(bits -> json.add("size", bits));
        return json.add("number", number)
                .add("warm_up_seconds", warmUp.toMillis() / MILLIS)
                .add("loads", rows.stream().map(LoadRow::toJson).collect(JsonCollectors.toJsonArray()))
                .build();
    }
}
