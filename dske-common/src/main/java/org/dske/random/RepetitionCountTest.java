package org.dske.random;

/**
 * Finds a source that is stuck: the same sample comes too often in a row. Source: NIST SP 800-90B, 4.4.1.
 */
final class RepetitionCountTest implements HealthTest {
    private final int cutoff;
    private byte last;
    private int count;

    /**
     * For a source.
     *
     * @param entropy the min-entropy of a sample in bits, more than 0, at most 8
     */
    RepetitionCountTest(double entropy) {
        this.cutoff = cutoff(entropy, FALSE_ALARM);
    }

    static int cutoff(double entropy, double falseAlarm) {
        return 1 + (int) Math.ceil(-Math.log(falseAlarm) / Math.log(2) / entropy);
    }

    @Override
    public boolean passes(byte sample) {
        count = sample == last ? count + 1 : 1;
        last = sample;
        return count < cutoff;
    }

    @Override
    public String failure() {
        return "gives the same byte again and again";
    }
}
