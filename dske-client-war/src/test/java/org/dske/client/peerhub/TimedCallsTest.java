package org.dske.client.peerhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedCallsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    private final TimedCalls calls = new TimedCalls(2, Executors.defaultThreadFactory(), watchdog);

    @AfterEach
    void stop() {
        calls.close();
        watchdog.shutdownNow();
    }

    private static Throwable failure(CompletableFuture<?> call) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> call.orTimeout(60, TimeUnit.SECONDS).join());
        return Objects.requireNonNull(failure.getCause());
    }

    private static HubException.Kind kind(CompletableFuture<?> call) {
        return ((HubException) failure(call)).kind();
    }

    @Test
    void aCallGivesItsResult() {
        assertEquals("here", calls.start(() -> "here", LONG).join());
    }

    @Test
    void aCallGivesItsFailure() {
        assertEquals(
                "oops",
                failure(calls.start(
                                () -> {
                                    throw new IllegalStateException("oops");
                                },
                                LONG))
                        .getMessage());
    }

    @Test
    void aCallThatEndsWithAnErrorEndsAtOnceToo() {
        Throwable failure = failure(calls.start(
                () -> {
                    throw new StackOverflowError("nested too deeply");
                },
                LONG));
        assertTrue(failure instanceof StackOverflowError, failure::toString);
    }

    @Test
    void aCallThatTakesTooLongFailsAndIsInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<String> call = calls.start(
                () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "late";
                },
                Duration.ofMillis(20));
        assertEquals(HubException.Kind.NO_ANSWER, kind(call));
        assertTrue(interrupted.await(60, TimeUnit.SECONDS));
    }

    @Test
    void aCallThatIgnoresItsInterruptionIsOverForWhoWaits() {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> call = calls.start(
                () -> {
                    boolean over = false;
                    while (!over) {
                        try {
                            end.await();
                            over = true;
                        } catch (InterruptedException e) {
                            over = end.getCount() == 0;
                        }
                    }
                    return "late";
                },
                Duration.ofMillis(20));
        assertEquals(HubException.Kind.NO_ANSWER, kind(call));
        end.countDown();
    }

    @Test
    void aResultThatComesTooLateIsClosed() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<AutoCloseable> call = calls.start(
                () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        // The time is over.
                    }
                    return closed::countDown;
                },
                Duration.ofMillis(20));
        assertEquals(HubException.Kind.NO_ANSWER, kind(call));
        assertTrue(closed.await(60, TimeUnit.SECONDS));
    }

    @Test
    void waitingForAThreadCountsToo() {
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            var unused = calls.start(() -> await(end), LONG);
        }
        AtomicInteger ran = new AtomicInteger();
        CompletableFuture<Integer> third = calls.start(ran::incrementAndGet, Duration.ofMillis(20));
        assertEquals(HubException.Kind.NO_ANSWER, kind(third));
        end.countDown();
        assertEquals("free again", calls.start(() -> "free again", LONG).join());
        assertEquals(0, ran.get());
    }

    @Test
    void tooManyCallsAreTurnedDownAndLaterOnesServed() {
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(calls.start(() -> await(end), LONG));
        }
        long turnedDown =
                all.stream().filter(CompletableFuture::isCompletedExceptionally).count();
        assertEquals(2_000 - 2 - 1_024, turnedDown);
        assertEquals(HubException.Kind.NOT_SENT, kind(all.get(1_999)));
        end.countDown();
        all.stream().filter(call -> !call.isCompletedExceptionally()).forEach(CompletableFuture::join);
        assertTrue(calls.start(() -> true, LONG).join());
    }

    @Test
    void closingEndsWhatIsUnderWayAndWhatWaitsAndTurnsDownWhatComes() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> call = calls.start(
                () -> {
                    started.countDown();
                    return await(new CountDownLatch(1));
                },
                LONG);
        CountDownLatch startedToo = new CountDownLatch(1);
        var second = calls.start(
                () -> {
                    startedToo.countDown();
                    return await(new CountDownLatch(1));
                },
                LONG);
        started.await();
        startedToo.await();
        CompletableFuture<Boolean> waitsForAThread = calls.start(() -> true, LONG);
        // The alarms may have ended before.
        watchdog.shutdownNow();
        calls.close();
        Throwable failure = failure(call);
        assertTrue(failure instanceof InterruptedException || failure instanceof HubException, failure::toString);
        assertTrue(failure(second) != null);
        assertEquals(HubException.Kind.NO_ANSWER, kind(waitsForAThread));
        assertEquals(HubException.Kind.NOT_SENT, kind(calls.start(() -> true, LONG)));
    }

    private static boolean await(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return true;
    }
}
