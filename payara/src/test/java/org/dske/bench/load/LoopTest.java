package org.dske.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final String CALL = "call";

    private final FakePacer pacer = new FakePacer();
    private final Notes notes = new Notes();
    private int calls;

    /** A server that takes a millisecond for each call, but for one, during which it stands still. */
    private void stalling(Loop loop, int stalled, Duration stall) {
        loop.run(
                TEN_SECONDS,
                i -> (begin, into) -> {
                    pacer.pass(++calls == stalled ? stall : MILLI);
                    into.took(CALL, pacer.since(begin));
                },
                notes,
                pacer,
                Runnable::run);
    }

    private LoadResult result(Loop loop) {
        return new LoadResult(loop, TEN_SECONDS, notes.done(), notes.latencies(), notes.failures());
    }

    @Test
    void aStallIsInThePercentilesOfAnOpenLoopSinceAllThatWereToBeginInItWaited() {
        Loop open = new Loop.Open(100, 1);

        stalling(open, 300, Duration.ofSeconds(1));

        // A hundred of the thousand were to begin during the stall, and waited half of it on average.
        assertEquals(1000, calls);
        assertEquals(1, result(open).millis(CALL, 50), 0.01);
        assertEquals(1, result(open).millis(CALL, 88), 0.01);
        assertEquals(900, result(open).millis(CALL, 99), 20);
        assertEquals(1000, result(open).millis(CALL, 100), 2);
    }

    @Test
    void aClosedLoopWaitsWithTheServerAndSeesAStallOnce() {
        Loop closed = new Loop.Closed(1);

        stalling(closed, 300, Duration.ofSeconds(1));

        assertEquals(9001, calls);
        assertEquals(1, result(closed).millis(CALL, 99.9), 0.01);
        assertEquals(1000, result(closed).millis(CALL, 100), 2);
    }

    @Test
    void anOpenLoopBeginsEachAtItsTimeAlsoIfTheRateDoesNotDivideASecond() {
        List<Long> begins = new ArrayList<>();
        long start = pacer.nanos();

        new Loop.Open(3, 8)
                .run(
                        Duration.ofMillis(1_500),
                        i -> (begin, into) -> begins.add(begin - start),
                        notes,
                        pacer,
                        Runnable::run);

        assertEquals(List.of(0L, 333_333_333L, 666_666_666L, 1_000_000_000L), begins);
    }

    @Test
    void whatCannotBeginWithinTwiceTheTimeHasFailed() {
        Loop open = new Loop.Open(100, 1);

        stalling(open, 2, Duration.ofSeconds(30));

        assertEquals(2, calls);
        assertEquals(998, result(open).failed());
        assertTrue(notes.failures().get(0).line().startsWith("998 x request, not begun"), notes.failures()::toString);
    }

    @Test
    void aClosedLoopEndsEachOfItsEncryptorsWhenTheTimeIsOver() {
        List<Integer> begun = new ArrayList<>();

        new Loop.Closed(3)
                .run(
                        Duration.ofSeconds(2),
                        i -> {
                            begun.add(i);
                            return (begin, into) -> pacer.pass(Duration.ofSeconds(1));
                        },
                        notes,
                        pacer,
                        Runnable::run);

        assertEquals(List.of(0, 1, 2), begun);
        assertEquals(Duration.ofSeconds(2), Duration.ofNanos(pacer.nanos() + 5));
    }

    @Test
    void whatIsThrownIsAFailureAndTheLoopGoesOn() {
        new Loop.Open(2, 1)
                .run(
                        Duration.ofSeconds(1),
                        i -> (begin, into) -> {
                            throw new IllegalStateException("broken");
                        },
                        notes,
                        pacer,
                        Runnable::run);

        assertEquals(List.of(new Failure("load generator", "IllegalStateException", 2, "broken")), notes.failures());
    }

    @Test
    void noLoadIsNoLoop() {
        assertThrows(IllegalArgumentException.class, () -> new Loop.Closed(0));
        assertThrows(IllegalArgumentException.class, () -> new Loop.Open(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Loop.Open(1, 0));
    }
}
