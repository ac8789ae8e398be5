package org.dske.launcher.network;

import java.time.Duration;
import org.dske.time.Deadline;

/** Ends a process for good. */
final class Ending {
    private static final Duration TERMINATION = Duration.ofSeconds(5);
    private static final Duration KILL = Duration.ofSeconds(5);

    private Ending() {}

    /** Terminates a process, kills it if that does not help, and waits for its end. */
    static void of(ProcessHandle process) {
        process.destroy();
        if (!waitFor(process, TERMINATION)) {
            process.destroyForcibly();
            waitFor(process, KILL);
        }
    }

    /** Waits for the end of a process; false if it is still there. */
    static boolean waitFor(ProcessHandle process, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Pauses pauses = new Pauses();
        while (process.isAlive() && !deadline.isOver()) {
            pauses.pause();
        }
        return !process.isAlive();
    }
}
