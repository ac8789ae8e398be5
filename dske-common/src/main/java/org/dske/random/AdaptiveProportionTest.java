package org.dske.random;

/**
 * Finds a source that has lost much of its entropy: one sample comes too often in a window of 512. Source: NIST SP 800-90B, 4.4.2.
 */
final class AdaptiveProportionTest implements HealthTest {
    /** Samples in a window, for samples that are no single bits. */
    static final int WINDOW = 512;

    private final int cutoff;
    private byte first;
    private int count;
    private int seen;

    /**
     * For a source.
     *
     * @param entropy the min-entropy of a sample in bits, more than 0, at most 8
     */
    AdaptiveProportionTest(double entropy) {
        this.cutoff = cutoff(entropy, FALSE_ALARM);
    }

    /** One more than the number that a binomial variable of the window exceeds with that probability at most. */
    static int cutoff(double entropy, double falseAlarm) {
        double p = Math.pow(2, -entropy);
        double exceeds = 0;
        int k = WINDOW;
        while (k > 0 && exceeds + probability(k, p) <= falseAlarm) {
            exceeds += probability(k, p);
            k--;
        }
        return Math.min(WINDOW, 1 + k);
    }

    /** That a binomial variable of the window is k. */
    private static double probability(int k, double p) {
        double log = k * Math.log(p) + (WINDOW - k) * Math.log1p(-p);
        for (int i = 1; i <= k; i++) {
            log += Math.log((double) (WINDOW - k + i) / i);
        }
        return Math.exp(log);
    }

    @Override
    public boolean passes(byte sample) {
        if (seen == 0) {
            first = sample;
            count = 0;
        }
        if (sample == first) {
            count++;
        }
        seen = (seen + 1) % WINDOW;
        return count < cutoff;
    }

    @Override
    public String failure() {
        return "gives one byte far too often";
    }
}
