package org.dske.client.psrd;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.dske.client.transport.HubException;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of work in the background, one at a time; one that fails is repeated with growing delay. A round does step after step as
 * long as there is something to do, and takes no thread while a step waits for its answer. The lock guards what the steps are
 * decided by, too, so that no need that comes up while a round ends is overlooked.
 */
final class RetryLoop {
    private enum Phase {
        /** Nothing to do. */
        IDLE,
        /** A round is under way. */
        WORKING,
        /** The last round failed; the next one is scheduled. */
        PAUSED,
        /** No more rounds. */
        STOPPED
    }

    /** What the rounds are about. */
    interface Work {
        /** The next step; null if all is well, which ends the round. Called with the lock, and the step without it. */
        @Nullable
        Supplier<CompletableFuture<?>> nextStep();

        /** A round has ended well. Called with the lock. */
        void succeeded();

        /** A round has failed. Called with the lock. */
        void failed(HubException why);

        /** No round is under way any more. Called without the lock. */
        void ended();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Work work;
    private final Duration shortest;
    private final Duration longest;
    private final ScheduledExecutorService scheduler;
    private volatile Phase phase = Phase.IDLE;
    private Duration delay;
    /** Done when the phase is another one than {@link Phase#WORKING}, for those who wait for it. */
    private CompletableFuture<Void> end = new CompletableFuture<>();
    /** Rounds that were scheduled or started: tells the one that is due from those that something overtook. */
    private int number;

    /**
     * No round yet.
     *
     * @param shortest the delay after one that failed, which doubles with each further one that fails
     */
    RetryLoop(Work work, Duration shortest, Duration longest, ScheduledExecutorService scheduler) {
        this.work = work;
        this.shortest = shortest;
        this.longest = longest;
        this.delay = shortest;
        this.scheduler = scheduler;
    }

    /** Does something with the lock. */
    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at something with the lock. */
    <T> T look(Supplier<T> at) {
        lock.lock();
        try {
            return at.get();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a round is under way. A mere look, without the lock. */
    boolean isUnderWay() {
        return phase == Phase.WORKING;
    }

    /** Whether there are no more rounds. */
    boolean isStopped() {
        return phase == Phase.STOPPED;
    }

    /** Whether a round can start now: none is under way. */
    boolean canStart() {
        return phase == Phase.IDLE || phase == Phase.PAUSED;
    }

    /** Starts a round if there is nothing to do: one that is paused goes on when its delay is over. With the lock. */
    void startIfIdle() {
        if (phase == Phase.IDLE) {
            start();
        }
    }

    /** Starts a round if none is under way. With the lock. */
    void start() {
        if (canStart()) {
            phase = Phase.WORKING;
            number++;
            scheduler.execute(this::round);
        }
    }

    /** Has a round start in a while if there is nothing to do. With the lock. */
    void scheduleIfIdle() {
        if (phase == Phase.IDLE) {
            schedule();
        }
    }

    /**
     * Waits until no round is under way, nor one due that somebody will start.
     *
     * @param deadline when there is an end to the wait
     * @param due whether one is due; called with the lock
     * @return false if that takes too long
     */
    CompletableFuture<Boolean> whenEnded(Deadline deadline, BooleanSupplier due) {
        CompletableFuture<Void> wait = look(() -> {
            boolean ended = phase != Phase.WORKING && !(phase == Phase.IDLE && due.getAsBoolean());
            return ended ? CompletableFuture.<Void>completedFuture(null) : end.copy();
        });
        return wait.isDone()
                ? CompletableFuture.completedFuture(true)
                : wait.orTimeout(deadline.nanosLeft(), TimeUnit.NANOSECONDS)
                        .handle((ended, late) -> late == null)
                        .thenCompose(
                                inTime -> inTime ? whenEnded(deadline, due) : CompletableFuture.completedFuture(false));
    }

    /** Does no more: a round that is under way ends after its step, and none begins. */
    void stop() {
        locked(() -> phase = Phase.STOPPED);
        tellEnd();
        work.ended();
    }

    private void schedule() {
        int scheduled = ++number;
        var unused = scheduler.schedule(() -> startScheduled(scheduled), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void startScheduled(int scheduled) {
        locked(() -> {
            if (scheduled == number) {
                start();
            }
        });
    }

    private void round() {
        CompletableFuture<?> step;
        try {
            Supplier<CompletableFuture<?>> next = nextStep();
            if (next == null) {
                tellEnd();
                work.ended();
                return;
            }
            step = next.get();
        } catch (RuntimeException | Error e) {
            // Errors too: a round that ended without a word would be the last one.
            step = CompletableFuture.failedFuture(e);
        }
        var unused = step.whenComplete((done, failure) -> {
            if (failure == null) {
                round();
            } else {
                fail(HubException.explain(failure));
            }
        });
    }

    private @Nullable Supplier<CompletableFuture<?>> nextStep() {
        lock.lock();
        try {
            Supplier<CompletableFuture<?>> step = phase == Phase.STOPPED ? null : work.nextStep();
            if (step == null && phase != Phase.STOPPED) {
                phase = Phase.IDLE;
                delay = shortest;
                work.succeeded();
            }
            return step;
        } finally {
            lock.unlock();
        }
    }

    private void fail(HubException why) {
        locked(() -> {
            if (phase != Phase.STOPPED) {
                work.failed(why);
                phase = Phase.PAUSED;
                schedule();
                Duration doubled = delay.multipliedBy(2);
                delay = doubled.compareTo(longest) < 0 ? doubled : longest;
            }
        });
        tellEnd();
        work.ended();
    }

    /** Tells those who wait, without the lock: what they do next runs at once. */
    private void tellEnd() {
        look(() -> {
                    CompletableFuture<Void> told = end;
                    end = new CompletableFuture<>();
                    return told;
                })
                .complete(null);
    }
}
