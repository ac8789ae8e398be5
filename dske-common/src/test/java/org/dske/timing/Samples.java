package org.dske.timing;

import java.util.Arrays;

/**
 * What was measured of one function: how long it took for the inputs of two classes.
 *
 * @param nanos the time of each measurement, in nanoseconds
 * @param fixed whether its inputs were those of the class <i>fixed</i>; else they were of the class <i>random</i>
 */
record Samples(long[] nanos, boolean[] fixed) {
    /** How much of the measurements is kept, from the fastest on: what is slow was slowed down by something else. */
    private static final double[] KEPT = {1, 0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.3};

    /** The mean and the sum of squared differences of a class, updated as Welford does. */
    private static final class Moments {
        private long count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
        }

        /** The variance of the mean. */
        double error() {
            return squares / (count - 1) / count;
        }
    }

    /**
     * Welch's t for the measurements that took no longer than a limit.
     *
     * @param limit in nanoseconds
     * @return how many standard errors the means of the classes are apart; positive if <i>fixed</i> is slower; 0 if that
     *     cannot be said
     */
    double t(long limit) {
        Moments ofFixed = new Moments();
        Moments ofRandom = new Moments();
        for (int i = 0; i < nanos.length; i++) {
            if (nanos[i] <= limit) {
                (fixed[i] ? ofFixed : ofRandom).add((double) nanos[i]);
            }
        }
        double error = ofFixed.count < 2 || ofRandom.count < 2 ? 0 : ofFixed.error() + ofRandom.error();
        return error == 0 ? 0 : (ofFixed.mean - ofRandom.mean) / Math.sqrt(error);
    }

    /**
     * The t that is farthest from 0, whatever part of the measurements is looked at.
     *
     * @return one of the values of {@link #t}
     */
    double worstT() {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double worst = 0;
        for (double kept : KEPT) {
            double t = t(sorted[(int) Math.ceil(kept * sorted.length) - 1]);
            if (Math.abs(t) > Math.abs(worst)) {
                worst = t;
            }
        }
        return worst;
    }

    /**
     * The middle of a class.
     *
     * @param ofFixed which class
     * @return its median in nanoseconds
     */
    long median(boolean ofFixed) {
        long[] sorted = new long[nanos.length];
        int count = 0;
        for (int i = 0; i < nanos.length; i++) {
            if (fixed[i] == ofFixed) {
                sorted[count++] = nanos[i];
            }
        }
        Arrays.sort(sorted, 0, count);
        return sorted[count / 2];
    }
}
