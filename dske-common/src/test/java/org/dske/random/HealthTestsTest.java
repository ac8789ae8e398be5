package org.dske.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTestsTest {
    private static final double TO_30 = 0x1p-30;

    private final Random random = new Random(14);

    private static List<HealthTest> all(double entropy) {
        return List.of(
                new RepetitionCountTest(entropy), new AdaptiveProportionTest(entropy), new RecurrenceTest(entropy));
    }

    private static boolean pass(HealthTest test, byte[] samples) {
        for (byte sample : samples) {
            if (!test.passes(sample)) {
                return false;
            }
        }
        return true;
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** NIST SP 800-90B, 4.4.2: computed by another program, with decimal numbers of 60 digits. */
    @ParameterizedTest
    @CsvSource({"1, 325", "2, 422", "3, 458", "4, 477", "5, 487", "6, 494", "7, 499", "8, 502", "9, 505", "10, 507"})
    void theCutoffOfTheProportionIsThatOfTheStandard(int samplesOfABit, int cutoff) {
        assertEquals(cutoff, AdaptiveProportionTest.cutoff(1.0 / samplesOfABit, TO_30));
    }

    /** NIST SP 800-90B, 4.4.1: one more than the logarithm divided by the entropy. */
    @ParameterizedTest
    @CsvSource({"1, 31", "0.5, 61", "2, 16", "8, 5", "7.3, 6"})
    void theCutoffOfRepetitionsIsThatOfTheStandard(double entropy, int cutoff) {
        assertEquals(cutoff, RepetitionCountTest.cutoff(entropy, TO_30));
    }

    @Test
    void aGoodSourcePasses() {
        byte[] samples = new byte[4 << 20];
        new SecureRandom().nextBytes(samples);
        for (HealthTest test : all(8)) {
            assertTrue(pass(test, samples), test.failure());
        }
    }

    @Test
    void aSourceThatIsAsWeakAsItSaysPasses() {
        byte[] samples = noise(1 << 20);
        for (int i = 0; i < samples.length; i++) {
            samples[i] &= 0x0F;
        }
        for (HealthTest test : all(4)) {
            assertTrue(pass(test, samples), test.failure());
        }
    }

    @Test
    void aRunIsFoundAtTheCutoffAndNotBefore() {
        int cutoff = RepetitionCountTest.cutoff(8, HealthTest.FALSE_ALARM);
        RepetitionCountTest test = new RepetitionCountTest(8);
        assertTrue(pass(test, new byte[] {1, 2, 3}));
        assertTrue(pass(test, new byte[cutoff - 1]));
        assertTrue(pass(test, new byte[] {1}));
        assertFalse(pass(test, new byte[cutoff]));
    }

    @Test
    void aBiasIsFound() {
        byte[] samples = noise(1 << 16);
        for (int i = 0; i < samples.length; i++) {
            if (random.nextInt(4) == 0) {
                samples[i] = 42;
            }
        }
        assertFalse(pass(new AdaptiveProportionTest(6), samples));
    }

    @ParameterizedTest
    @CsvSource({"17, 8", "511, 8", "512, 8", "1000, 7", "4000, 8", "3000, 1"})
    void whatComesAgainIsFoundWhereverItBegins(int period, double entropy) {
        byte[] once = noise(period);
        byte[] samples = new byte[1 << 14];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = once[i % period];
        }
        assertFalse(pass(new RecurrenceTest(entropy), samples));
    }
}
