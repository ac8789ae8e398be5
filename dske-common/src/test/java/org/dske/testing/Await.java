package org.dske.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** Waits for a condition, never for a time. */
public final class Await {
    /** Longer than anything that nodes do by themselves takes, on a slow machine too. */
    public static final Duration LONG = Duration.ofSeconds(60);

    private static final int PAUSE_MILLIS = 10;

    private Await() {}

    /**
     * Tries assertions again and again until they hold.
     *
     * @param limit after which the last failure is the test's
     * @param assertions what is waited for
     */
    public static void until(Duration limit, Executable assertions) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                assertions.execute();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("not within " + limit.toSeconds() + " s: " + e.getMessage(), e);
                }
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            pause();
        }
    }

    /**
     * Runs a process to its end.
     *
     * @param process the process
     * @param limit after which it is a failure
     * @return the exit status
     */
    public static int exit(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                Assertions.fail("a process did not end within " + limit.toSeconds() + " s: " + process.info());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
