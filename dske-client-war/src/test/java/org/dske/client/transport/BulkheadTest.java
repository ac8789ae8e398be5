package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.dske.time.Deadline;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private final Bulkhead bulkhead = new Bulkhead(2);
    private final List<CompletableFuture<String>> underWay = new ArrayList<>();

    private static Deadline late() {
        return Deadline.in(Duration.ofHours(1));
    }

    /** An exchange that is under way until a test ends it. */
    private CompletableFuture<String> enter(Deadline deadline) {
        return bulkhead.enter(deadline, () -> {
            CompletableFuture<String> exchange = new CompletableFuture<>();
            underWay.add(exchange);
            return exchange;
        });
    }

    private static Throwable failure(CompletableFuture<?> exchange) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> exchange.orTimeout(60, TimeUnit.SECONDS).join());
        return Objects.requireNonNull(failure.getCause());
    }

    private static HubException.Kind kind(CompletableFuture<?> exchange) {
        return ((HubException) failure(exchange)).kind();
    }

    private static String result(CompletableFuture<String> exchange) {
        return exchange.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<String> now(String result) {
        return CompletableFuture.completedFuture(result);
    }

    @Test
    void anExchangeGivesItsResult() {
        assertEquals("here", result(bulkhead.enter(late(), () -> now("here"))));
    }

    @Test
    void anExchangeGivesItsFailureAndHasLeft() {
        for (int i = 0; i < 10; i++) {
            Throwable failure = failure(
                    bulkhead.enter(late(), () -> CompletableFuture.failedFuture(new IllegalStateException("oops"))));
            assertEquals("oops", failure.getMessage());
        }
        assertEquals("here", result(bulkhead.enter(late(), () -> now("here"))));
    }

    @Test
    void anExchangeThatCannotEvenStartHasLeftToo() {
        for (int i = 0; i < 10; i++) {
            Throwable failure = failure(bulkhead.enter(late(), () -> {
                throw new StackOverflowError("nested too deeply");
            }));
            assertTrue(failure instanceof StackOverflowError, failure::toString);
        }
        assertEquals("here", result(bulkhead.enter(late(), () -> now("here"))));
    }

    @Test
    void soManyAreUnderWayAtATimeAndTheOthersTakeTheirTurn() {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(enter(late()));
        }
        assertEquals(2, underWay.size());
        underWay.get(1).complete("the second");
        assertEquals("the second", result(all.get(1)));
        await(() -> underWay.size() == 3);
        underWay.get(2).complete("the third");
        assertEquals("the third", result(all.get(2)));
        await(() -> underWay.size() == 4);
        assertFalse(all.get(0).isDone());
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsNeverStarted() {
        CompletableFuture<String> first = enter(late());
        CompletableFuture<String> second = enter(late());
        AtomicInteger started = new AtomicInteger();
        CompletableFuture<String> third = bulkhead.enter(Deadline.in(Duration.ofMillis(20)), () -> {
            started.incrementAndGet();
            return now("third");
        });
        assertTrue(failure(third) instanceof TimeoutException);
        underWay.forEach(exchange -> exchange.complete("done"));
        assertEquals("done", result(first));
        assertEquals("done", result(second));
        assertEquals("free again", result(bulkhead.enter(late(), () -> now("free again"))));
        assertEquals(0, started.get());
    }

    @Test
    void tooManyAreTurnedDownAndLaterOnesServed() {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(bulkhead.enter(late(), () -> {
                CompletableFuture<String> exchange = new CompletableFuture<>();
                synchronized (underWay) {
                    underWay.add(exchange);
                    if (underWay.size() > 2) {
                        exchange.complete("done");
                    }
                }
                return exchange;
            }));
        }
        long turnedDown =
                all.stream().filter(CompletableFuture::isCompletedExceptionally).count();
        assertEquals(2_000 - 2 - 1_024, turnedDown);
        assertEquals(HubException.Kind.NOT_SENT, kind(all.get(1_999)));
        List.copyOf(underWay).forEach(exchange -> exchange.complete("done"));
        all.stream().filter(call -> !call.isCompletedExceptionally()).forEach(BulkheadTest::result);
        assertEquals("later", result(bulkhead.enter(late(), () -> now("later"))));
    }

    /** Each of them would start the next one before it has ended itself. */
    @Test
    void manyThatFailAtOnceInOneLineDoNotOverflowTheStack() {
        CompletableFuture<String> first = enter(late());
        CompletableFuture<String> second = enter(late());
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 1_024; i++) {
            all.add(bulkhead.enter(late(), () -> {
                throw HubException.pending();
            }));
        }
        underWay.get(0).complete("done");
        all.forEach(exchange -> assertEquals(HubException.Kind.NO_ANSWER, kind(exchange)));
        underWay.get(1).complete("done");
        assertEquals("donedone", result(first) + result(second));
    }

    @Test
    void closingTurnsDownWhatWaitsAndWhatComes() {
        CompletableFuture<String> first = enter(late());
        CompletableFuture<String> second = enter(late());
        CompletableFuture<String> waits = enter(late());
        bulkhead.close();
        assertEquals(HubException.Kind.NO_ANSWER, kind(waits));
        assertEquals(HubException.Kind.NOT_SENT, kind(enter(late())));
        assertEquals(2, underWay.size());
        underWay.forEach(exchange -> exchange.complete("done"));
        assertEquals("donedone", result(first) + result(second));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        org.dske.client.api.TestNetwork.await("as it should be", condition);
    }
}
