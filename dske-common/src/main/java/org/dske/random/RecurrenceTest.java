package org.dske.random;

/**
 * Finds a source that gives again what it gave a moment ago, as one with a buffer does that is not filled any more: the latest samples
 * are found among the 4096 before. A test of our own, as NIST SP 800-90B, 4.5, allows beside those of 4.4.
 */
final class RecurrenceTest implements HealthTest {
    private static final int HISTORY = 4_096;
    /** How often it looks: more seldom than each sample, or it would cost more than all else. */
    private static final int STEP = 512;

    private final byte[] history = new byte[HISTORY];
    private final int length;
    private long seen;

    /**
     * For a source.
     *
     * @param entropy the min-entropy of a sample in bits, more than 0, at most 8
     */
    RecurrenceTest(double entropy) {
        // As many as come again by chance, anywhere in the history, with that probability.
        double bits = -Math.log(FALSE_ALARM / HISTORY) / Math.log(2);
        this.length = (int) Math.min(STEP, Math.ceil(bits / entropy));
    }

    @Override
    public boolean passes(byte sample) {
        history[index(seen)] = sample;
        seen++;
        return seen % STEP != 0 || !recurs();
    }

    /** Whether the latest samples are found before: as far back as they do not overlap what is overwritten. */
    private boolean recurs() {
        long latest = seen - length;
        for (long start = Math.max(0, seen - HISTORY); start < latest; start++) {
            if (isSame(start, latest)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(long start, long latest) {
        for (int i = 0; i < length; i++) {
            if (history[index(start + i)] != history[index(latest + i)]) {
                return false;
            }
        }
        return true;
    }

    private static int index(long position) {
        return (int) (position % HISTORY);
    }

    @Override
    public String failure() {
        return "gives the same bytes again";
    }
}
