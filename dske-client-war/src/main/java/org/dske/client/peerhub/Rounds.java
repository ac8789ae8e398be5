package org.dske.client.peerhub;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of work in the background, one at a time; one that fails is repeated with growing delay. A round does step after
 * step as long as there is something to do. The lock guards what the steps are decided by, too, so that no need that comes
 * up while a round ends is overlooked.
 */
final class Rounds {
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
        Runnable nextStep();

        /** A round has ended well. Called with the lock. */
        void succeeded();

        /** A round has failed. Called with the lock. */
        void failed(String why);

        /** No round is under way any more. Called without the lock. */
        void ended();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Work work;
    private final RetryDelay delay;
    private final ScheduledExecutorService scheduler;
    private volatile Phase phase = Phase.IDLE;
    /** Rounds that were scheduled or started: tells the one that is due from those that something overtook. */
    private int number;

    /**
     * No round yet.
     *
     * @param work what they are about
     * @param delay the delay after one that failed
     * @param scheduler runs them
     */
    Rounds(Work work, RetryDelay delay, ScheduledExecutorService scheduler) {
        this.work = work;
        this.delay = delay;
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
     * @param deadline by {@link System#nanoTime()}
     * @param due whether one is due; called with the lock
     * @return false if that took too long
     */
    boolean awaitEnd(long deadline, BooleanSupplier due) {
        lock.lock();
        try {
            while (phase == Phase.WORKING || (phase == Phase.IDLE && due.getAsBoolean())) {
                long nanos = deadline - System.nanoTime();
                if (nanos <= 0) {
                    return false;
                }
                ended.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Does no more: a round that is under way ends after its step, and none begins. */
    void stop() {
        locked(() -> {
            phase = Phase.STOPPED;
            ended.signalAll();
        });
        work.ended();
    }

    private void schedule() {
        int scheduled = ++number;
        var unused = scheduler.schedule(
                () -> startScheduled(scheduled), delay.current().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void startScheduled(int scheduled) {
        locked(() -> {
            if (scheduled == number) {
                start();
            }
        });
    }

    private void round() {
        try {
            for (Runnable step = nextStep(); step != null; step = nextStep()) {
                step.run();
            }
        } catch (RuntimeException | Error e) {
            // Errors too: a round that ended without a word would be the last one.
            fail(HubHttp.explain(e).getMessage());
        }
        work.ended();
    }

    private @Nullable Runnable nextStep() {
        return look(() -> {
            Runnable step = phase == Phase.STOPPED ? null : work.nextStep();
            if (step == null && phase != Phase.STOPPED) {
                phase = Phase.IDLE;
                delay.reset();
                work.succeeded();
                ended.signalAll();
            }
            return step;
        });
    }

    private void fail(String why) {
        locked(() -> {
            if (phase == Phase.STOPPED) {
                return;
            }
            work.failed(why);
            phase = Phase.PAUSED;
            schedule();
            delay.grow();
            ended.signalAll();
        });
    }
}
