package org.dske.client.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The results of what goes on at the same time, in the order in which they come. For one thread.
 *
 * @param <T> a result
 */
public final class CompletionQueue<T> {
    private final LinkedBlockingQueue<T> completed = new LinkedBlockingQueue<>();
    /** Each is done when its result is in the queue. */
    private final List<CompletableFuture<T>> results = new ArrayList<>();

    private int expected;

    /** Expects one more result, of something that never fails. */
    public void expect(CompletableFuture<T> result) {
        expected++;
        results.add(result.thenApply(value -> {
            completed.add(value);
            return value;
        }));
    }

    /** Done when all that is expected now has come. */
    public CompletableFuture<Void> all() {
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new));
    }

    /** Does something with each result that is expected now, those that were taken too, when it is there. */
    public void whenEachComes(Consumer<T> action) {
        results.forEach(result -> {
            CompletableFuture<Void> unused = result.thenAccept(action);
        });
    }

    /** Waits for the next result; null if none comes in time, or all have come. */
    public @Nullable T next(Deadline deadline) {
        T result = expected == 0 ? null : poll(deadline);
        if (result != null) {
            expected--;
        }
        return result;
    }

    private @Nullable T poll(Deadline deadline) {
        try {
            return completed.poll(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
