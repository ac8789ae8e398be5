package org.dske.client.audit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that the shares of keys are audited after the keys have been delivered, one retrieval after the other, in a
 * thread of its own that ends when there is nothing to do: so however much work wrong shares make, it takes no more than one
 * thread, and no encryptor waits for it. Safe for concurrent use.
 *
 * <p>The memory for it is bounded: while the shares of all retrievals together have more than {@value #MAX_BYTES} bytes, further ones are
 * audited without those that are still to come; and when too many wait for the thread, further ones are not audited at all.
 */
public final class ShareAuditor implements AutoCloseable {
    private static final long MAX_BYTES = 16 * 1_048_576;
    private static final int QUEUE = 1_024;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread;
    private final AtomicLong bytes = new AtomicLong();

    /** The audit of some shares. Closing it wipes what it is about, and is done in any case, once. */
    public interface Audit extends AutoCloseable {
        /** How many bytes of shares it holds, always the same. */
        long bytes();

        /** Finds out what there is to find out about those who gave them. */
        void audit();

        @Override
        void close();
    }

    private final class Task implements Runnable {
        private final Audit audit;

        private Task(Audit audit) {
            this.audit = audit;
        }

        @Override
        public void run() {
            try {
                audit.audit();
            } finally {
                drop();
            }
        }

        private void drop() {
            bytes.addAndGet(-audit.bytes());
            audit.close();
        }
    }

    /** An auditor with nothing to do. */
    public ShareAuditor(ThreadFactory threads) {
        this.thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), threads);
        this.thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Audits shares as soon as all have come that may, or the time for that is over.
     *
     * @param limit how long to wait for that; not at all if it is not positive
     */
    public void audit(Audit audit, CompletableFuture<Void> all, Duration limit) {
        Task task = new Task(audit);
        boolean hasRoom = bytes.addAndGet(audit.bytes()) <= MAX_BYTES;
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
            // Closed, or more than it can do: these shares are not audited.
            task.drop();
        }
    }

    /** Drops what waits for the thread. */
    @Override
    public void close() {
        thread.shutdownNow().forEach(waiting -> ((Task) waiting).drop());
    }
}
