package org.dske.client.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The results of what goes on at the same time, in the order in which they come. For one thread.
 *
 * @param <T> a result
 */
final class Arrivals<T> {
    private final LinkedBlockingQueue<T> arrived = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<Void>> arrivals = new ArrayList<>();
    private int expected;

    /** Expects one more result, of something that never fails. */
    void expect(CompletableFuture<T> result) {
        expected++;
        arrivals.add(result.thenAccept(arrived::add));
    }

    /** Done when all that is expected now has come. */
    CompletableFuture<Void> all() {
        return CompletableFuture.allOf(arrivals.toArray(CompletableFuture[]::new));
    }

    /**
     * Waits for the next result.
     *
     * @param deadline when to stop waiting
     * @return the result; null if none comes in time, or all have come
     */
    @Nullable
    T next(Deadline deadline) {
        T result = expected == 0 ? null : poll(deadline);
        if (result != null) {
            expected--;
        }
        return result;
    }

    private @Nullable T poll(Deadline deadline) {
        try {
            return arrived.poll(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
