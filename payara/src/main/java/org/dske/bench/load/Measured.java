package org.dske.bench.load;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * A load and what it cost.
 *
 * @param result what came of it
 * @param processors the processor time that it took, from its begin until all that had begun had ended
 */
public record Measured(LoadResult result, ProcessorTime processors) {
    private static final Duration SLICE = Duration.ofSeconds(4);
    private static final double CHEAPER = 0.97;
    private static final int PATIENCE = 3;

    /**
     * Puts a load on something and measures what it costs.
     *
     * @param settle how long the load goes on before it is measured
     * @param processes whose processor time it takes
     */
    public static Measured load(
            Loop loop, Duration settle, Duration time, IntFunction<Work> works, Processes processes) {
        if (settle.isPositive()) {
            Load.run(loop, settle, works);
        }
        ProcessorTime before = processes.processorTime();
        LoadResult result = Load.run(loop, time, works);
        return new Measured(result, processes.processorTime().since(before));
    }

    /**
     * Puts a load on something until that has become no cheaper for some seconds, as when Java has compiled what runs.
     *
     * @param least how long it goes on in any case
     * @param most how long it goes on at most
     */
    public static void warmUp(Loop loop, Duration least, Duration most, IntFunction<Work> works, Processes processes) {
        Duration gone = Duration.ZERO;
        double cheapest = Double.MAX_VALUE;
        int vain = 0;
        while (gone.compareTo(least) < 0 || (vain < PATIENCE && gone.compareTo(most) < 0)) {
            double cost = load(loop, Duration.ZERO, SLICE, works, processes).millis();
            vain = cost < CHEAPER * cheapest ? 0 : vain + 1;
            cheapest = Math.min(cheapest, cost);
            gone = gone.plus(SLICE);
        }
    }

    /** The processor time of what was loaded for one unit of work, such as a key at both ends; in milliseconds. */
    public double millis() {
        return processors.millis(result.done());
    }

    /** For scripts: see "bench" in {@code docs/user-guide.md}. */
    public JsonObject toJson() {
        return json().build();
    }

    JsonObjectBuilder json() {
        return result.toJson().add("cpu_ms_per_key", processors.toJson(result.done()));
    }

    /** The load generator's own for one unit of work; in milliseconds. */
    double generatorMillis() {
        return ProcessorTime.millis(processors.generator(), result.done());
    }
}
