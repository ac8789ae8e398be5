package org.dske.client.peerhub;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs calls to one hub in threads of their own, and ends those that take too long, so that a hub that hangs holds up
 * neither the other hubs nor, by more than a limited number of threads, this client.
 */
final class TimedCalls implements AutoCloseable {
    private static final int QUEUE = 1_024;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService watchdog;
    private final AtomicLong started = new AtomicLong();
    private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

    /**
     * No calls yet.
     *
     * @param size how many calls run at a time
     * @param factory makes threads
     * @param watchdog ends calls that take too long
     */
    TimedCalls(int size, ThreadFactory factory, ScheduledExecutorService watchdog) {
        this.threads = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), factory);
        this.threads.allowCoreThreadTimeOut(true);
        this.watchdog = watchdog;
    }

    /**
     * Starts a call.
     *
     * @param call what to do; it is interrupted when its time is over
     * @param limit how long it may take, waiting for a thread included
     * @return its result, which is closed if it comes too late and can be; a {@link HubException} if it took too long or too
     *     many calls wait
     */
    <T> CompletableFuture<T> start(Callable<T> call, Duration limit) {
        CompletableFuture<T> result = new CompletableFuture<>();
        long number = started.incrementAndGet();
        open.put(number, result);
        try {
            Future<?> task = threads.submit(() -> run(call, result));
            Future<?> alarm =
                    watchdog.schedule(() -> expire(task, result, limit), limit.toNanos(), TimeUnit.NANOSECONDS);
            return result.whenComplete((value, failure) -> {
                alarm.cancel(false);
                open.remove(number);
            });
        } catch (RejectedExecutionException e) {
            open.remove(number);
            String reason = threads.isShutdown() ? "this client stops" : "too many calls to this hub are under way";
            result.completeExceptionally(HubException.of(HubException.Kind.NOT_SENT, reason));
            return result;
        }
    }

    private static <T> void run(Callable<T> call, CompletableFuture<T> result) {
        if (result.isDone()) {
            return;
        }
        try {
            T value = call.call();
            if (!result.complete(value) && value instanceof AutoCloseable unwanted) {
                // It may be secret, and nobody else will wipe it.
                unwanted.close();
            }
        } catch (Throwable e) {
            // An error too: whoever waits for the result is told now and not when the time is over.
            result.completeExceptionally(e);
        }
    }

    private static void expire(Future<?> task, CompletableFuture<?> result, Duration limit) {
        result.completeExceptionally(
                HubException.of(HubException.Kind.NO_ANSWER, "no answer within " + limit.toMillis() + " ms"));
        task.cancel(true);
    }

    /** Interrupts what is under way, and fails what waits for a thread, whose alarm may never come. */
    @Override
    public void close() {
        threads.shutdownNow();
        open.forEach((number, result) ->
                result.completeExceptionally(HubException.of(HubException.Kind.NO_ANSWER, "this client stops")));
    }
}
