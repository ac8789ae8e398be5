package org.dske.client.ahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;

class DemandTest {
    private final MutableClock clock = new MutableClock();
    private final Demand demand = new Demand(64, clock);

    @Test
    void asManyAreLackingAsWereAskedForLately() {
        assertEquals(0, demand.lacking(0));
        demand.ask(1);
        assertEquals(1, demand.lacking(0));
        demand.ask(9);
        assertEquals(10, demand.lacking(0));
        demand.ask(100);
        assertEquals(64, demand.lacking(0), "and no more than are configured");
    }

    @Test
    void whatIsLackingIsEstablishedWhenItIsHalf() {
        demand.ask(10);
        assertEquals(5, demand.lacking(5));
        assertEquals(0, demand.lacking(6));
        assertEquals(0, demand.lacking(64));
    }

    @Test
    void eachMinuteHalvesIt() {
        demand.ask(64);
        clock.advance(Duration.ofSeconds(59));
        demand.ask(0);
        assertEquals(64, demand.lacking(0));
        clock.advance(Duration.ofSeconds(1));
        demand.ask(0);
        assertEquals(32, demand.lacking(0));
        clock.advance(Duration.ofMinutes(3));
        demand.ask(1);
        assertEquals(5, demand.lacking(0));
        clock.advance(Duration.ofDays(400));
        demand.ask(1);
        assertEquals(1, demand.lacking(0));
    }

    @Test
    void atAConstantRateItIsWhatTwoMinutesTake() {
        for (int minute = 0; minute < 20; minute++) {
            clock.advance(Duration.ofMinutes(1));
            demand.ask(10);
        }
        assertEquals(19, demand.lacking(0));
    }

    @Test
    void oneBatchAtATimeIsUnderWay() {
        assertFalse(demand.begin(0), "nobody has asked");
        demand.ask(10);
        assertFalse(demand.begin(6), "there are enough");
        assertTrue(demand.begin(5));
        assertFalse(demand.begin(0));
        demand.succeeded();
        assertTrue(demand.begin(0));
    }

    @Test
    void afterAFailureThereIsAPauseWhichDoubles() {
        demand.ask(10);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertTrue(demand.begin(0));
            demand.failed();
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertFalse(demand.begin(0), "after less than " + seconds + " s");
            clock.advance(Duration.ofMillis(1));
            demand.ask(10);
        }
        assertTrue(demand.begin(0));
        demand.succeeded();
        assertTrue(demand.begin(0));
        demand.failed();
        clock.advance(Duration.ofSeconds(1));
        assertTrue(demand.begin(0), "from the beginning");
    }
}
