package org.dske.client.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is usual is what RFC 6298, section 2, makes of what was measured. */
class RoundTripTimeTest {
    private final RoundTripTime times = new RoundTripTime();

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void beforeAnythingIsKnownItIsAGuess() {
        assertEquals(millis(200), times.timeout(0));
    }

    @Test
    void theFirstMeasurementCountsThreefold() {
        times.took(millis(100));
        assertEquals(millis(300), times.timeout(0));
    }

    @Test
    void furtherMeasurementsAreSmoothed() {
        times.took(millis(80));
        times.took(millis(160));
        // The variation is 40 + (80 - 40) / 4, the smoothed time 80 + (160 - 80) / 8.
        assertEquals(millis(90 + 4 * 50), times.timeout(0));
    }

    @Test
    void whatIsRegularIsLateTenMillisecondsAfterItsTime() {
        for (int i = 0; i < 100; i++) {
            times.took(millis(3));
        }
        assertEquals(millis(13), times.timeout(0));
    }

    @Test
    void aSlowerHubIsUsualAfterAWhile() {
        for (int i = 0; i < 100; i++) {
            times.took(millis(3));
        }
        for (int i = 0; i < 100; i++) {
            times.took(millis(300));
        }
        Duration timeout = times.timeout(0);
        assertTrue(timeout.compareTo(millis(300)) > 0 && timeout.compareTo(millis(320)) < 0, timeout::toString);
    }

    @Test
    void eachThatIsLateDoublesItAndThereIsAnEndToThat() {
        times.took(millis(100));
        assertEquals(millis(600), times.timeout(1));
        assertEquals(millis(2400), times.timeout(3));
        assertEquals(times.timeout(8), times.timeout(100));
    }
}
