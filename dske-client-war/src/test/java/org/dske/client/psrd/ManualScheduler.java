package org.dske.client.psrd;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A scheduler that runs nothing by itself: a test runs what is due, in its own thread. */
final class ManualScheduler {
    /** Something that is to be done later. */
    record Later(Runnable task, Duration delay) {}

    final Deque<Runnable> now = new ArrayDeque<>();
    final List<Later> later = new ArrayList<>();
    boolean shutDown;

    /** Where the code under test leaves its tasks. */
    final ScheduledExecutorService service = (ScheduledExecutorService) Proxy.newProxyInstance(
            ManualScheduler.class.getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> {
                if (shutDown) {
                    throw new java.util.concurrent.RejectedExecutionException("shut down");
                }
                switch (method.getName()) {
                    case "execute" -> now.add((Runnable) arguments[0]);
                    case "schedule" -> {
                        long nanos = ((TimeUnit) arguments[2]).toNanos((Long) arguments[1]);
                        later.add(new Later((Runnable) arguments[0], Duration.ofNanos(nanos)));
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                }
                return null;
            });

    /** Runs what is due at once, and what that brings. */
    void runNow() {
        while (!now.isEmpty()) {
            now.remove().run();
        }
    }

    /** Lets the time pass until all that is scheduled now is done. */
    void passTime() {
        List<Later> due = List.copyOf(later);
        later.clear();
        due.forEach(task -> {
            task.task().run();
            runNow();
        });
    }

    /** The delay of the one task that is scheduled. */
    Duration delay() {
        if (later.size() != 1) {
            throw new AssertionError(later.size() + " tasks are scheduled");
        }
        return later.get(0).delay();
    }
}
