package org.dske.bench.targets;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dske.launcher.Table;

/** Figures of one run beside what the project aims at. */
public final class TargetsReport {
    private static final String FORMAT = "dske-bench-targets/1";

    private final Map<Target, Double> figures = new EnumMap<>(Target.class);
    private final Map<Target, String> notes = new EnumMap<>(Target.class);

    /** Sets a figure down. */
    public void add(Target target, double figure) {
        figures.put(target, figure);
    }

    /** Adds what makes a figure comprehensible. */
    public void note(Target target, String text) {
        notes.put(target, text);
    }

    /** A table. */
    public String toText() {
        List<List<String>> lines = new ArrayList<>();
        figures.forEach((target, figure) -> lines.add(List.of(
                target.what(),
                number(figure),
                (target.isAtLeast() ? ">= " : "<= ") + number(target.bound()),
                target.unit(),
                target.isMetBy(figure) ? "yes" : "no",
                notes.getOrDefault(target, ""))));
        return Table.of(List.of("what", "measured", "target", "unit", "met", "remark"), lines);
    }

    /** Two digits at least, and no more than tell anything. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value < 1 ? "%.3f" : value < 100 ? "%.2f" : "%.0f", value);
    }

    /** The members are told in "bench" of {@code docs/user-guide.md}, and stay. */
    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("format", FORMAT)
                .add(
                        "targets",
                        figures.entrySet().stream()
                                .map(entry -> toJson(entry.getKey(), entry.getValue()))
                                .collect(JsonCollectors.toJsonArray()))
                .build();
    }

    private JsonObject toJson(Target target, double figure) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", target.name().toLowerCase(Locale.ROOT))
                .add("what", target.what())
                .add("unit", target.unit())
                .add("target", target.bound())
                .add("met", target.isMetBy(figure));
        if (Double.isFinite(figure)) {
            json.add("measured", figure);
        }
        if (notes.containsKey(target)) {
            json.add("note", notes.get(target));
        }
        return json.build();
    }
}
