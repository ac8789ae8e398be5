package org.dske.timing;

import java.util.Random;
import java.util.function.IntSupplier;

/**
 * A function whose time is not to depend on a secret, and two classes of inputs for it.
 *
 * @param name what is measured
 * @param fixed the inputs of one class
 * @param random the inputs of the other class
 * @param calls how many calls one measurement is made of: many if one takes hardly longer than to look at the clock
 * @param preparation makes the calls
 */
record Subject(String name, String fixed, String random, int calls, Preparation preparation) {
    /** So many measurements are prepared at a time. */
    private static final int BATCH = 256;

    /** One part in so many of the measurements is made in addition, and thrown away: the code is compiled as it runs. */
    private static final int WARM_UP = 4;

    /** Makes an input, and the call that takes it. */
    @FunctionalInterface
    interface Preparation {
        /**
         * Prepares a call, in the same way for both classes.
         *
         * @param fixed whether the input is to be of the class <i>fixed</i>
         * @param random where what is random comes from
         * @return the call; what it returns depends on what it computes, so that no compiler can leave it out
         */
        IntSupplier prepare(boolean fixed, Random random);
    }

    /**
     * Measures the function: both classes in random order, the inputs made in advance, each in memory of its own.
     *
     * @param measurements how many
     * @param random makes the inputs and chooses the class of each
     * @return the measurements
     */
    Samples measure(int measurements, Random random) {
        take(measurements / WARM_UP, random);
        return take(measurements, random);
    }

    private Samples take(int measurements, Random random) {
        Samples samples = new Samples(new long[measurements], new boolean[measurements]);
        for (int from = 0; from < measurements; from += BATCH) {
            takeBatch(samples, from, Math.min(BATCH, measurements - from), random);
        }
        return samples;
    }

    private void takeBatch(Samples samples, int from, int count, Random random) {
        IntSupplier[][] prepared = new IntSupplier[count][calls];
        for (int i = 0; i < count; i++) {
            samples.fixed()[from + i] = random.nextBoolean();
            for (int call = 0; call < calls; call++) {
                prepared[i][call] = preparation.prepare(samples.fixed()[from + i], random);
            }
        }
        int results = 0;
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            for (IntSupplier call : prepared[i]) {
                results += call.getAsInt();
            }
            samples.nanos()[from + i] = System.nanoTime() - start;
        }
        Sink.take(results);
    }

    /** Where results go, for all that a compiler knows. */
    private static final class Sink {
        @SuppressWarnings("unused") // That is what it is for.
        private static volatile int last;

        private Sink() {}

        static void take(int result) {
            last = result;
        }
    }
}
