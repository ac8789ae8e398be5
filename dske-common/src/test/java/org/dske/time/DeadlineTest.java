package org.dske.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final MutableClock clock = new MutableClock();

    @Test
    void itIsOverWhenItsTimeHasPassedAndNotWhenTheClockOfTheDayIsSet() {
        Deadline deadline = clock.deadline(Duration.ofHours(2));
        clock.set(Duration.ofDays(2));
        assertFalse(deadline.isOver());
        clock.set(Duration.ofDays(-4));
        clock.advance(Duration.ofHours(2).minusNanos(1));
        assertFalse(deadline.isOver());
        assertEquals(Duration.ofNanos(1), deadline.left());
        clock.advance(Duration.ofNanos(1));
        assertTrue(deadline.isOver());
        clock.advance(Duration.ofDays(365));
        assertTrue(deadline.isOver());
        assertEquals(Duration.ZERO, deadline.left());
    }

    @Test
    void theLongestTimeThereIsIsNotOverAtOnce() {
        Deadline deadline = clock.deadline(Duration.ofSeconds(Long.MAX_VALUE));
        clock.advance(Duration.ofDays(365));
        assertFalse(deadline.isOver());
    }

    @Test
    void theEarlierOfTwoIsBeforeTheOther() {
        Deadline early = clock.deadline(Duration.ofMinutes(4));
        Deadline late = clock.deadline(Duration.ofMinutes(6));
        assertTrue(early.isBefore(late));
        assertEquals(early, early.earlier(late));
        assertEquals(early, late.earlier(early));
        assertFalse(late.isBefore(late));
        assertTrue(late.compareTo(early) > 0);
        assertEquals(late, clock.deadline(Duration.ofMinutes(6)));
        assertNotEquals(early, late);
    }

    @Test
    void howLongItHasBeenOverIsCountedFromItsEnd() {
        Deadline deadline = clock.deadline(Duration.ofMinutes(2));
        assertEquals(Duration.ZERO, deadline.overdue());
        clock.advance(Duration.ofMinutes(2));
        assertEquals(Duration.ZERO, deadline.overdue());
        clock.advance(Duration.ofMinutes(3));
        assertEquals(Duration.ofMinutes(3), deadline.overdue());
    }

    @Test
    void theMachinesOwnTickerRuns() {
        assertTrue(Deadline.in(Duration.ZERO).isOver());
        assertFalse(Deadline.in(Duration.ofHours(1)).isOver());
    }
}
