package org.dske.client.relay;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that the shares of keys are examined after the keys have been delivered, one gathering after the other, in a
 * thread of its own that ends when there is nothing to do: so however much work wrong shares make, it takes no more than one
 * thread, and no encryptor waits for it. Safe for concurrent use.
 *
 * <p>The memory for it is bounded: while the shares of all gatherings together have more than {@value #MAX_BYTES} bytes, further ones are
 * examined without those that are still to come; and when too many wait for the thread, further ones are not examined at all.
 */
public final class ShareAuditor implements AutoCloseable {
    private static final long MAX_BYTES = 16 * 1_048_576;
    private static final int QUEUE = 1_024;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread;
    private final AtomicLong bytes = new AtomicLong();

    /** An examination. Closing it wipes what it is about, and is done in any case, once. */
    interface Examination extends AutoCloseable {
        /** How many bytes of shares it holds. */
        long bytes();

        /** Examines what has come. */
        void examine();

        @Override
        void close();
    }

    private final class Task implements Runnable {
        private final Examination examination;

        private Task(Examination examination) {
            this.examination = examination;
        }

        @Override
        public void run() {
            try {
                examination.examine();
            } finally {
                drop();
            }
        }

        private void drop() {
            bytes.addAndGet(-examination.bytes());
            examination.close();
        }
    }

    /**
     * An examiner with nothing to do.
     *
     * @param threads makes its thread
     */
    public ShareAuditor(ThreadFactory threads) {
        this.thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), threads);
        this.thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Examines shares as soon as all have come that may, or the time for that is over.
     *
     * @param examination what to do
     * @param all done when all have come
     * @param limit how long to wait for that; not at all if it is not positive
     */
    void examine(Examination examination, CompletableFuture<Void> all, Duration limit) {
        Task task = new Task(examination);
        boolean hasRoom = bytes.addAndGet(examination.bytes()) <= MAX_BYTES;
        // A copy: what is completed by the clock is that, and nobody else's.
        CompletableFuture<Void> over = hasRoom && limit.toNanos() > 0
                ? all.copy().completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS)
                : CompletableFuture.completedFuture(null);
        CompletableFuture<Void> unused = over.thenRun(() -> start(task));
    }

    private void start(Task task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed, or more than it can do: the hubs are let off.
            task.drop();
        }
    }

    /** Drops what waits for the thread. */
    @Override
    public void close() {
        thread.shutdownNow().forEach(waiting -> ((Task) waiting).drop());
    }
}
