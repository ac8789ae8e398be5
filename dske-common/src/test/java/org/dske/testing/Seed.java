package org.dske.testing;

import java.security.SecureRandom;
import java.util.Random;

/**
 * Random input for tests, which a failure can be repeated with: the failure names the seed, and {@code -Ddske.seed=SEED}
 * runs the test with it again.
 */
public final class Seed {
    private static final String PROPERTY = "dske.seed";

    private Seed() {}

    /** A test over random input. */
    @FunctionalInterface
    public interface RandomTest {
        /**
         * Runs the test.
         *
         * @param random where all that is random comes from
         * @throws Exception if the test fails
         */
        void run(Random random) throws Exception;
    }

    /**
     * Runs a test over random input.
     *
     * @param test the test
     * @throws AssertionError if it fails, with the seed in its message
     */
    public static void check(RandomTest test) {
        long seed = Long.getLong(PROPERTY, new Random().nextLong());
        try {
            test.run(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("failed with -D" + PROPERTY + "=" + seed + ": " + e.getMessage(), e);
        }
    }

    /**
     * A generator for code that wants a SecureRandom, with bytes that can be repeated. For tests alone: nothing about it is
     * secure.
     *
     * @param random where the bytes come from
     * @return the generator
     */
    public static SecureRandom secure(Random random) {
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                random.nextBytes(bytes);
            }
        };
    }

    /**
     * Random bytes.
     *
     * @param random where the bytes come from
     * @param size how many
     * @return the bytes
     */
    public static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
