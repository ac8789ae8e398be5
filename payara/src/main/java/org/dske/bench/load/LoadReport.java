package org.dske.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dske.launcher.Table;

/**
 * Loads of one run, for people and for scripts.
 *
 * @param target what was loaded, in words
 * @param size the bits of a key; the KME's default if empty
 * @param number how many keys were asked for at a time
 * @param warmUp the load before the others, whose latencies and cost do not count; empty if they began cold
 * @param loads the loads of keys
 * @param floors the loads of echoes that they are compared with, if there were any
 */
public record LoadReport(
        String target,
        OptionalInt size,
        int number,
        Optional<LoadResult> warmUp,
        List<Measured> loads,
        List<Measured> floors) {
    private static final String FORMAT = "dske-bench-load/1";

    /** A key at both ends is twelve requests on five hubs: two of encryptors, five that hand shares to hubs and five that fetch them. */
    public static final int REQUESTS_A_KEY = 12;

    public LoadReport {
        loads = List.copyOf(loads);
        floors = List.copyOf(floors);
    }

    /** A key's processor time in multiples of that of twelve echoes; empty without keys, or without processes of nodes. */
    public static OptionalDouble ratio(Measured load, Measured floor) {
        double ratio = load.millis() / (REQUESTS_A_KEY * floor.millis());
        return Double.isFinite(ratio) && ratio > 0 && load.result().done() > 0
                ? OptionalDouble.of(ratio)
                : OptionalDouble.empty();
    }

    /** How many calls failed, those of the warm-up and echoes as well. */
    public long failed() {
        return results().mapToLong(LoadResult::failed).sum();
    }

    private Stream<LoadResult> results() {
        return Stream.of(
                        warmUp.stream(),
                        Stream.concat(loads.stream(), floors.stream()).map(Measured::result))
                .flatMap(each -> each);
    }

    /** Tables of latencies and of processor time, and what failed. */
    public String toText() {
        List<String> parts = new ArrayList<>(List.of(target, "", latencies(), "", processors()));
        loads.forEach(load -> parts.add(load.result().loop().title() + ", a key: "
                + load.processors().line(load.result().done())));
        floors.forEach(echoes -> parts.add(String.format(
                Locale.ROOT,
                "floor: an echo %.4f ms, twelve %.3f ms (%d at a time, %.0f/s)",
                echoes.millis(),
                REQUESTS_A_KEY * echoes.millis(),
                echoes.result().loop().atOnce(),
                echoes.result().aSecond())));
        results()
                .forEach(result -> result.failures()
                        .forEach(failure -> parts.add("failed, " + result.loop().title() + ": " + failure.line())));
        return String.join("\n", parts);
    }

    private String latencies() {
        List<List<String>> lines = new ArrayList<>();
        for (Measured load : loads) {
            LoadResult result = load.result();
            result.latencies()
                    .forEach((call, histogram) -> lines.add(List.of(
                            result.loop().title(),
                            call,
                            String.valueOf(histogram.getTotalCount()),
                            number("%.2f", result.millis(call, 50)),
                            number("%.2f", result.millis(call, 90)),
                            number("%.2f", result.millis(call, 99)),
                            number("%.2f", result.millis(call, 99.9)),
                            number("%.2f", result.millis(call, 100)))));
        }
        return Table.of(List.of("load", "call", "calls", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms"), lines);
    }

    private String processors() {
        List<String> header =
                new ArrayList<>(List.of("load", "keys", "keys/s", "failed", "CPU ms a key", "load generator's"));
        floors.forEach(
                floor -> header.add("in 12 echoes, " + floor.result().loop().atOnce() + " at a time"));
        List<List<String>> lines = new ArrayList<>();
        for (Measured load : loads) {
            LoadResult result = load.result();
            List<String> line = new ArrayList<>(List.of(
                    result.loop().title(),
                    String.valueOf(result.done()),
                    number("%.1f", result.aSecond()),
                    String.valueOf(result.failed()),
                    number("%.3f", load.millis()),
                    number("%.3f", load.generatorMillis())));
            floors.forEach(floor -> line.add(ratio(load, floor).stream()
                    .mapToObj(ratio -> number("%.2f", ratio))
                    .findFirst()
                    .orElse("-")));
            lines.add(line);
        }
        return Table.of(header, lines);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
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
        json.add("number", number);
        warmUp.ifPresent(result -> json.add("warm_up", result.toJson()));
        json.add("loads", loads.stream().map(this::toJson).collect(JsonCollectors.toJsonArray()));
        json.add("floors", floors.stream().map(LoadReport::floorToJson).collect(JsonCollectors.toJsonArray()));
        return json.build();
    }

    private JsonObject toJson(Measured load) {
        JsonObjectBuilder json = load.json();
        JsonArrayBuilder ratios = Json.createArrayBuilder();
        floors.forEach(floor -> ratio(load, floor).ifPresent(ratios::add));
        return json.add("key_per_twelve_echoes", ratios).build();
    }

    private static JsonObject floorToJson(Measured echoes) {
        return Json.createObjectBuilder()
                .add("encryptors", echoes.result().loop().atOnce())
                .add("echoes", echoes.result().done())
                .add("echoes_per_second", echoes.result().aSecond())
                .add("failed", echoes.result().failed())
                .add("cpu_ms_per_echo", echoes.millis())
                .add("cpu_ms_per_twelve_echoes", REQUESTS_A_KEY * echoes.millis())
                .build();
    }
}
