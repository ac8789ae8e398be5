package org.dske.launcher.watch;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.dske.launcher.Table;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.psrd.PoolReport;
import org.jspecify.annotations.Nullable;

/**
 * What became of some nodes from one moment to the next.
 *
 * @param before the moment before; null at the first
 * @param now the next, of the same nodes
 */
public record Progress(@Nullable Snapshot before, Snapshot now) {
    private static final List<String> HEADER =
            List.of("NAME", "TYPE", "STATE", "KEYS/S", "PSRD LEFT", "DAYS LEFT", "FAULTS", "LACKS");
    private static final double NANOS = Duration.ofSeconds(1).toNanos();
    private static final String UNKNOWN = "-";

    /** A table of all nodes, and a line of all together; each state as somebody colours it. */
    public String toTable(BiFunction<NodeState, String, String> colour) {
        List<List<String>> rows = IntStream.range(0, now.nodes().size())
                .mapToObj(index -> row(index, colour))
                .toList();
        return Table.of(HEADER, rows) + "\n" + toLine();
    }

    private List<String> row(int index, BiFunction<NodeState, String, String> colour) {
        NodeView view = now.nodes().get(index);
        NodeState state = view.state();
        return List.of(
                state.node().machine().toString(),
                state.node().type().word(),
                colour.apply(state, state.word()),
                number(rate(index), "%.1f"),
                left(view),
                number(view.days(), "%.1f"),
                state.hubs().findAny().isPresent() ? String.valueOf(view.faults()) : UNKNOWN,
                String.join(", ", state.lacks()));
    }

    /** All together in a line. */
    public String toLine() {
        long ready = now.nodes().stream().filter(view -> view.state().isReady()).count();
        String least = now.nodes().stream()
                .filter(view -> view.left().isPresent())
                .min(Comparator.comparingLong(view -> view.left().getAsLong()))
                .map(view ->
                        "least PSRD " + left(view) + " (" + view.state().node().machine() + ")")
                .orElse("no PSRD");
        return ready + " of " + now.nodes().size() + " ready, " + number(rate(), "%.1f keys/s") + ", " + least
                + now.nodes().stream().flatMapToDouble(view -> view.days().stream()).min().stream()
                        .mapToObj(days -> String.format(Locale.ROOT, " for %.1f days", days))
                        .findFirst()
                        .orElse("")
                + ", " + faults() + " faults";
    }

    /** For scripts: {@code ready}, {@code keys_per_second} (absent at the first moment), {@code faults}, and {@code nodes}. */
    public JsonObject toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("ready", now.nodes().stream().allMatch(view -> view.state().isReady()))
                .add("faults", faults());
        rate().ifPresent(rate -> json.add("keys_per_second", rate));
        return json.add(
                        "nodes",
                        IntStream.range(0, now.nodes().size())
                                .mapToObj(this::json)
                                .collect(JsonCollectors.toJsonArray()))
                .build();
    }

    private JsonObject json(int index) {
        NodeView view = now.nodes().get(index);
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", view.state().node().machine().toString())
                .add("type", view.state().node().type().word())
                .add("state", view.state().word())
                .add("faults", view.faults())
                .add("lacks", Json.createArrayBuilder(view.state().lacks()));
        rate(index).ifPresent(rate -> json.add("keys_per_second", rate));
        view.left().ifPresent(left -> json.add("psrd_left", left));
        view.days().ifPresent(days -> json.add("days_left", days));
        return json.build();
    }

    private long faults() {
        return now.nodes().stream().mapToLong(NodeView::faults).sum();
    }

    private OptionalDouble rate() {
        List<OptionalDouble> known = IntStream.range(0, now.nodes().size())
                .mapToObj(this::rate)
                .filter(OptionalDouble::isPresent)
                .toList();
        return known.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        known.stream().mapToDouble(OptionalDouble::getAsDouble).sum());
    }

    /** Keys a second that a client has established; empty of a hub, and of a client that was started since, or does not say. */
    private OptionalDouble rate(int index) {
        if (before == null) {
            return OptionalDouble.empty();
        }
        NodeView then = before.nodes().get(index);
        NodeView view = now.nodes().get(index);
        double seconds = (now.nanos() - before.nanos()) / NANOS;
        if (then.keys().isEmpty()
                || view.keys().isEmpty()
                || view.keys().getAsLong() < then.keys().getAsLong()
                || seconds <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((view.keys().getAsLong() - then.keys().getAsLong()) / seconds);
    }

    private static String left(NodeView view) {
        return view.left().isPresent() ? PoolReport.inUnits(view.left().getAsLong()) : UNKNOWN;
    }

    private static String number(OptionalDouble number, String format) {
        return number.isPresent()
                ? String.format(Locale.ROOT, format, number.getAsDouble())
                : format.replaceFirst("%[^a-z]*f", UNKNOWN);
    }
}
