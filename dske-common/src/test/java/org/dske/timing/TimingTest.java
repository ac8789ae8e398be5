package org.dske.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

/** The method, and a short report. What the report says of the product is not asserted: a busy machine may say anything. */
class TimingTest {
    private static final int MEASUREMENTS = 2_000;
    private static final int ATTEMPTS = 10;

    /** It takes a hundred times as long for one class as for the other. */
    @Test
    void theCoarseLeakIsFound() {
        Seed.check(random -> assertTrue(
                DoubleStream.generate(() -> Subjects.coarseLeak()
                                .measure(MEASUREMENTS, random)
                                .worstT())
                        .limit(ATTEMPTS)
                        .anyMatch(t -> t > TimingReport.SURE),
                "a leak that is there was not found"));
    }

    /** Means 3 and 6, variances 5/2 and 10, five of each: -3 / sqrt(1/2 + 2). */
    @Test
    void theTIsWelchs() {
        Samples samples = new Samples(
                new long[] {1, 2, 2, 4, 3, 6, 4, 8, 5, 10, 1_000},
                new boolean[] {true, false, true, false, true, false, true, false, true, false, false});
        assertEquals(-3 / Math.sqrt(2.5), samples.t(10), 1e-12);
        assertEquals(3, samples.median(true));
    }

    @Test
    void aClassWithoutMeasurementsSaysNothing() {
        Samples samples = new Samples(new long[] {1, 2, 3, 4}, new boolean[] {true, true, true, true});
        assertEquals(0, samples.t(10));
        assertEquals(0, samples.worstT());
    }

    @Test
    void aShortReportIsPrinted() {
        TimingReport.print(Subjects.all(), MEASUREMENTS, new Random().nextLong(), System.out);
    }
}
