package org.dske.bench.plot;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.function.Function;
import org.dske.bench.plot.Line.Point;
import org.dske.launcher.LauncherException;

/** Draws results of scale benchmarks. */
public final class ScaleChart {
    private static final String FORMAT = "dske-bench-scale/1";

    private ScaleChart() {}

    /**
     * Draws results of one kind, each with a line of the processor time of a key and one each of the median and the 99th percentile
     * of the latency at both ends together.
     *
     * @param results by name
     * @throws LauncherException if they are not results, or not over the same
     */
    public static Chart of(Map<String, JsonObject> results) {
        String over = "";
        List<Line> lines = new ArrayList<>();
        for (Entry<String, JsonObject> result : new TreeMap<>(results).entrySet()) {
            String name = result.getKey();
            try {
                if (!FORMAT.equals(result.getValue().getString("format", ""))) {
                    throw new LauncherException(name + " is no result of ./dske bench scale");
                }
                String itsOver = result.getValue().getString("over");
                if (!over.isEmpty() && !over.equals(itsOver)) {
                    throw new LauncherException(name + " is over " + itsOver + ", and another result over " + over);
                }
                over = itsOver;
                String prefix = results.size() == 1 ? "" : name + ": ";
                lines.add(line(
                        prefix + "CPU a key",
                        result.getValue(),
                        load -> load.getJsonObject("cpu_ms_per_key").getJsonNumber("total")));
                lines.add(line(prefix + "latency p50", result.getValue(), load -> latency(load, "p50")));
                lines.add(line(prefix + "latency p99", result.getValue(), load -> latency(load, "p99")));
            } catch (NullPointerException | ClassCastException | IllegalArgumentException | JsonException e) {
                throw new LauncherException(name + " is no result of ./dske bench scale, or not a whole one");
            }
        }
        lines.removeIf(line -> line.points().isEmpty());
        if (lines.isEmpty()) {
            throw new LauncherException("there is nothing to draw: no key was delivered");
        }
        return new Chart("A key at both ends, over " + over, over, "ms", lines);
    }

    private static JsonNumber latency(JsonObject load, String percentile) {
        return load.getJsonObject("latency_ms").getJsonObject("pair").getJsonNumber(percentile);
    }

    /** Points where no key was delivered are left out. */
    private static Line line(String name, JsonObject result, Function<JsonObject, JsonNumber> value) {
        return new Line(
                name,
                result.getJsonArray("points").getValuesAs(JsonObject.class).stream()
                        .filter(point -> point.getJsonObject("load").getInt("keys") > 0)
                        .map(point -> new Point(
                                point.getJsonNumber("x").doubleValue(),
                                value.apply(point.getJsonObject("load")).doubleValue()))
                        .toList());
    }
}
