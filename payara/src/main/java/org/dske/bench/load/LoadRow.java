package org.dske.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One load in a report.
 *
 * @param keys the load of keys
 * @param echoes the load of echoes that it is compared with: the floor, in the same run
 */
public record LoadRow(Measured keys, Optional<Measured> echoes) {
    /** A key at both ends is twelve requests on five hubs: two of encryptors, five that hand shares to hubs and five that fetch them. */
    private static final int REQUESTS_A_KEY = 12;

    /** The columns of {@link #latencies}. */
    static final List<String> LATENCIES =
            List.of("load", "call", "calls", "keys/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "failed");

    /** The columns of {@link #processors}. */
    static final List<String> PROCESSORS =
            List.of("load", "CPU ms a key", "generator ms a key", "CPU ms an echo", "key / 12 echoes");

    /** The load of echoes that goes with one of keys: as many at a time, or twelve for each. */
    public static Loop floorOf(Loop keys) {
        return switch (keys) {
            case Loop.Closed closed -> closed;
            case Loop.Open open -> new Loop.Open(REQUESTS_A_KEY * open.rate(), open.atOnce());
        };
    }

    /** A key's processor time in multiples of that of twelve echoes; empty without echoes, or without processes of nodes. */
    public Optional<Double> ratio() {
        return echoes.map(floor -> keys.millis() / (REQUESTS_A_KEY * floor.millis()))
                .filter(ratio -> Double.isFinite(ratio) && ratio > 0);
    }

    /** A line for each call. */
    List<List<String>> latencies() {
        LoadResult result = keys.result();
        List<List<String>> lines = new ArrayList<>();
        result.latencies()
                .forEach((call, histogram) -> lines.add(List.of(
                        result.loop().title(),
                        call,
                        String.valueOf(histogram.getTotalCount()),
                        number("%.1f", result.aSecond()),
                        number("%.1f", result.millis(call, 50)),
                        number("%.1f", result.millis(call, 90)),
                        number("%.1f", result.millis(call, 99)),
                        number("%.1f", result.millis(call, 99.9)),
                        number("%.1f", result.millis(call, 100)),
                        String.valueOf(result.failed(call)))));
        return lines;
    }

    /** The processor time in one line. */
    List<String> processors() {
        LoadResult result = keys.result();
        return List.of(
                result.loop().title(),
                number("%.3f", keys.millis()),
                number("%.3f", ProcessorTime.millis(keys.processors().generator(), result.done())),
                echoes.map(floor -> number("%.4f", floor.millis())).orElse("-"),
                ratio().map(ratio -> number("%.2f", ratio)).orElse("-"));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    JsonObject toJson() {
        JsonObjectBuilder json = keys.result().toJson();
        json.add("cpu_ms_per_key", keys.processors().toJson(keys.result().done()));
        echoes.ifPresent(floor -> {
            JsonObjectBuilder floorJson = Json.createObjectBuilder()
                    .add("echoes", floor.result().done())
                    .add("echoes_per_second", floor.result().aSecond())
                    .add("failed", floor.result().failed())
                    .add("cpu_ms_per_echo", floor.millis());
            ratio().ifPresent(ratio -> floorJson.add("key_per_twelve_echoes", ratio));
            json.add("floor", floorJson);
        });
        return json.build();
    }
}
