package org.dske.bench.growth;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.dske.launcher.Table;

/**
 * What nodes held in memory, minute by minute.
 *
 * @param minutes one after the other
 */
public record GrowthReport(List<Minute> minutes) {
    private static final String FORMAT = "dske-bench-growth/1";
    private static final int MINUTES_AN_HOUR = 60;

    public GrowthReport {
        minutes = List.copyOf(minutes);
    }

    /**
     * A minute.
     *
     * @param keys how many were delivered at both ends
     * @param failed how many calls failed
     * @param resident what each process held at its end, in MiB
     */
    public record Minute(long keys, long failed, Map<String, Long> resident) {
        public Minute {
            resident = Map.copyOf(resident);
        }

        /** What all of them held together, in MiB. */
        public long mebibytes() {
            return resident.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** How many calls failed. */
    public long failed() {
        return minutes.stream().mapToLong(Minute::failed).sum();
    }

    /**
     * By how much it grew in the second half of the time, when all that grows once has grown, such as heaps and caches: the median of
     * the slopes between any two minutes (Theil and Sen), in MiB an hour. Empty with fewer than three minutes.
     */
    public OptionalDouble mebibytesAnHour() {
        List<Double> slopes = new ArrayList<>();
        for (int i = minutes.size() / 2; i < minutes.size(); i++) {
            for (int j = i + 1; j < minutes.size(); j++) {
                double grown = minutes.get(j).mebibytes() - minutes.get(i).mebibytes();
                slopes.add(MINUTES_AN_HOUR * grown / (j - i));
            }
        }
        slopes.sort(Comparator.naturalOrder());
        return slopes.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(slopes));
    }

    private static double median(List<Double> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** A table. */
    public String toText() {
        List<List<String>> lines = new ArrayList<>();
        IntStream.range(0, minutes.size()).forEach(i -> {
            Minute minute = minutes.get(i);
            lines.add(List.of(
                    String.valueOf(i + 1),
                    String.valueOf(minute.keys()),
                    String.valueOf(minute.failed()),
                    String.valueOf(minute.mebibytes())));
        });
        String table = Table.of(List.of("minute", "keys", "failed", "MiB"), lines);
        OptionalDouble growth = mebibytesAnHour();
        return growth.isEmpty()
                ? table
                : table + "\n"
                        + String.format(
                                Locale.ROOT, "growth in the second half: %.1f MiB an hour", growth.getAsDouble());
    }

    /** The members are told in "bench" of {@code docs/user-guide.md}, and stay. */
    public JsonObject toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("format", FORMAT)
                .add("minutes", minutes.stream().map(GrowthReport::toJson).collect(JsonCollectors.toJsonArray()));
        mebibytesAnHour().ifPresent(growth -> json.add("growth_mib_per_hour", growth));
        return json.build();
    }

    private static JsonObject toJson(Minute minute) {
        JsonObjectBuilder resident = Json.createObjectBuilder();
        minute.resident().forEach(resident::add);
        return Json.createObjectBuilder()
                .add("keys", minute.keys())
                .add("failed", minute.failed())
                .add("resident_mib", resident)
                .build();
    }
}
