package org.dske.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;

class RateTest {
    private final MutableClock ticker = new MutableClock();
    private final Rate rate = new Rate(ticker);

    private double after(Duration time, long count) {
        ticker.advance(time);
        return rate.perSecond(count).orElseThrow();
    }

    @Test
    void nothingIsSaidOfTheFirstSeconds() {
        ticker.advance(Duration.ofSeconds(9));
        assertTrue(rate.perSecond(90).isEmpty());
        assertEquals(9, after(Duration.ofSeconds(1), 90));
    }

    @Test
    void whatIsLongerAgoThanTwoHoursDoesNotCount() {
        assertEquals(1, after(Duration.ofHours(1), 3_600));
        // From here on nothing: the first hour counts until another one is over.
        assertEquals(0.5, after(Duration.ofMinutes(59), 3_600), 0.01);
        assertEquals(0, after(Duration.ofMinutes(1), 3_600));
        assertEquals(1, after(Duration.ofMinutes(30), 9_000));
    }

    @Test
    void aCountThatIsSeldomLookedAtIsAveragedOverThatTime() {
        assertEquals(2, after(Duration.ofHours(10), 72_000));
        assertEquals(0, after(Duration.ofHours(10), 72_000));
    }
}
