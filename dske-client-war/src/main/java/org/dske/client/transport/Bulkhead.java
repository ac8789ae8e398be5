package org.dske.client.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number of exchanges with one hub be under way at a time, and a limited number wait for their turn, so that a hub
 * that hangs holds up neither the other hubs nor much of this client's memory. Nobody's thread waits. Safe for concurrent use.
 */
public final class Bulkhead implements AutoCloseable {
    private static final int MAX_WAITING = 1_024;

    private final int atATime;
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean closed;

    /** Nothing is under way. */
    public Bulkhead(int atATime) {
        this.atATime = atATime;
    }

    /**
     * Starts an exchange when it is its turn. If it is not in time, it is never started.
     *
     * @param deadline when there is an end to the wait
     * @param exchange starts the exchange, which takes care of its own end
     * @return its result; fails with a {@link HubException} if too many wait already or this client stops
     */
    public <T> CompletableFuture<T> enter(Deadline deadline, Supplier<CompletableFuture<T>> exchange) {
        CompletableFuture<Void> turn = turn();
        if (!turn.isDone()) {
            var unused = turn.orTimeout(deadline.nanosLeft(), TimeUnit.NANOSECONDS)
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            forgetWhoseTimeIsOver();
                        }
                    });
        }
        return turn.thenCompose(now -> run(exchange));
    }

    /**
     * Starts something that is made of exchanges, and may use a secret up, when it is its turn. The secret is wiped as soon as the
     * exchanges have ended, or it is sure that there will be none. Not earlier, though the time be over: what is wiped while it is sent
     * would arrive as something else.
     *
     * @param limit how long all of it may take, the wait for its turn included
     * @param wipe wipes the secret
     * @param work makes the exchanges until the deadline that it is given
     * @return its result, which is closed if it comes too late and can be; fails with a {@link HubException}
     */
    public <T> CompletableFuture<T> start(
            Duration limit, Runnable wipe, Function<Deadline, CompletableFuture<T>> work) {
        return inTime(limit, wipe, deadline -> enter(deadline, () -> work.apply(deadline)));
    }

    /** The same as {@link #start}, of what takes its turns itself, perhaps several. */
    public static <T> CompletableFuture<T> inTime(
            Duration limit, Runnable wipe, Function<Deadline, CompletableFuture<T>> work) {
        Deadline deadline = Deadline.in(limit);
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = begin(() -> work.apply(deadline)).whenComplete((value, failure) -> {
            wipe.run();
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(value) && value instanceof AutoCloseable late) {
                close(late);
            }
        });
        return result.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(HubException.explain(failure)));
    }

    /** It may be secret, and nobody else will wipe it. */
    private static void close(AutoCloseable late) {
        try {
            late.close();
        } catch (Exception e) {
            throw new IllegalStateException("what was to be wiped was not", e);
        }
    }

    private synchronized CompletableFuture<Void> turn() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        if (closed) {
            turn.completeExceptionally(HubException.of(HubException.Kind.NOT_SENT, "this client stops"));
        } else if (underWay < atATime) {
            underWay++;
            turn.complete(null);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.addLast(turn);
        } else {
            turn.completeExceptionally(
                    HubException.of(HubException.Kind.NOT_SENT, "too many calls to this hub are under way"));
        }
        return turn;
    }

    private synchronized void forgetWhoseTimeIsOver() {
        waiting.removeIf(CompletableFuture::isDone);
    }

    private <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> exchange) {
        return begin(exchange).whenComplete((value, failure) -> next());
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One has ended: its place is the next one's, in a thread of its own, as one that fails at once would call the next. */
    private void next() {
        CompletableFuture<Void> turn = nextInLine();
        if (turn != null) {
            Thread.startVirtualThread(() -> {
                if (!turn.complete(null)) {
                    // Its time is over.
                    next();
                }
            });
        }
    }

    private synchronized @Nullable CompletableFuture<Void> nextInLine() {
        CompletableFuture<Void> turn = waiting.pollFirst();
        if (turn == null) {
            underWay--;
        }
        return turn;
    }

    /** Turns down what waits and what comes. What is under way goes on. */
    @Override
    public void close() {
        turnDown()
                .forEach(turn ->
                        turn.completeExceptionally(HubException.of(HubException.Kind.NO_ANSWER, "this client stops")));
    }

    private synchronized List<CompletableFuture<Void>> turnDown() {
        closed = true;
        List<CompletableFuture<Void>> turnedDown = List.copyOf(waiting);
        waiting.clear();
        return turnedDown;
    }
}
