package org.dske.launcher.network;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.dske.launcher.LauncherException;
import org.dske.time.Deadline;

/** Waits by looking again and again. */
public final class Wait {
    private static final Duration TERMINATION = Duration.ofSeconds(5);
    private static final Duration KILL = Duration.ofSeconds(5);
    // Pauses are short at first, since most of what is waited for comes soon.
    private static final long FIRST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 250;

    private Wait() {}

    /** Waits until something holds; false if it does not by the deadline. */
    public static boolean until(Deadline deadline, BooleanSupplier condition) {
        long millis = FIRST_MILLIS;
        while (!condition.getAsBoolean()) {
            if (deadline.isOver()) {
                return false;
            }
            pause(millis);
            millis = Math.min(LONGEST_MILLIS, millis * 3 / 2);
        }
        return true;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }

    /** Does something again and again, a few times a second, as long as it says so. */
    public static void whileTrue(BooleanSupplier step) {
        while (step.getAsBoolean()) {
            pause(LONGEST_MILLIS);
        }
    }

    /** Waits for the end of a process; false if it is still there. */
    static boolean forEnd(ProcessHandle process, Duration limit) {
        return until(Deadline.in(limit), () -> !process.isAlive());
    }

    /** Terminates a process, kills it if that does not help, and waits for its end. */
    public static void end(ProcessHandle process) {
        process.destroy();
        if (!forEnd(process, TERMINATION)) {
            process.destroyForcibly();
            forEnd(process, KILL);
        }
    }
}
