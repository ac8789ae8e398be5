package org.dske.timing;

import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;

/**
 * A function whose time is not to depend on a secret.
 *
 * @param name what is measured
 * @param fixed the inputs of one class
 * @param random the inputs of the other class
 * @param calls how many calls one measurement is made of: many if one takes hardly longer than to look at the clock
 * @param input makes an input of the class <i>fixed</i> if it is true, and the call that takes it; what the call returns
 *     depends on what it computes, so that no compiler can leave it out
 */
record Subject(String name, String fixed, String random, int calls, BiFunction<Boolean, Random, IntSupplier> input) {
    /** So many measurements are prepared at a time. */
    private static final int BATCH = 256;

    /** So many batches are thrown away, since the code is compiled as it runs. */
    private static final int WARM_UP = 120;

    /**
     * Measures the function: both classes in random order, the inputs made in advance, each in memory of its own.
     *
     * @param measurements how many
     * @param random makes the inputs and chooses the class of each
     * @return the measurements
     */
    Samples measure(int measurements, Random random) {
        Samples samples = new Samples(new long[measurements], new boolean[measurements]);
        for (int i = 0; i < WARM_UP; i++) {
            measure(new Samples(new long[BATCH], new boolean[BATCH]), 0, BATCH, random);
        }
        for (int from = 0; from < measurements; from += BATCH) {
            measure(samples, from, Math.min(BATCH, measurements - from), random);
        }
        return samples;
    }

    private void measure(Samples samples, int from, int count, Random random) {
        IntSupplier[][] prepared = new IntSupplier[count][calls];
        for (int i = 0; i < count; i++) {
            samples.fixed()[from + i] = random.nextBoolean();
            for (int call = 0; call < calls; call++) {
                prepared[i][call] = input.apply(samples.fixed()[from + i], random);
            }
        }
        int sink = 0;
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            for (IntSupplier call : prepared[i]) {
                sink += call.getAsInt();
            }
            samples.nanos()[from + i] = System.nanoTime() - start;
        }
        Sink.take(sink);
    }

    /** Where results go, for all that a compiler knows. */
    private static final class Sink {
        private static volatile int last;

        private Sink() {}

        static void take(int result) {
            last = result;
        }
    }
}
