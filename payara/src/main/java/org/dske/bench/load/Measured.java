package org.dske.bench.load;

import java.time.Duration;
import java.util.function.IntFunction;

/**
 * A load and what it cost.
 *
 * @param result what came of it
 * @param processors the processor time that it took, from its begin until all that had begun had ended
 */
public record Measured(LoadResult result, ProcessorTime processors) {
    /**
     * Warms up with the same load, which is not counted, and then measures.
     *
     * @param processes whose processor time it takes
     */
    public static Measured load(
            Loop loop, Duration warmUp, Duration time, IntFunction<Work> works, Processes processes) {
        if (warmUp.isPositive()) {
            Load.run(loop, warmUp, works);
        }
        ProcessorTime before = processes.processorTime();
        LoadResult result = Load.run(loop, time, works);
        return new Measured(result, processes.processorTime().since(before));
    }

    /** The processor time of what was loaded for one unit of work, such as a key at both ends; in milliseconds. */
    public double millis() {
        return processors.millis(result.done());
    }
}
