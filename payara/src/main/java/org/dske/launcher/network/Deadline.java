package org.dske.launcher.network;

import java.time.Duration;
import org.dske.launcher.LauncherException;

/** A limit in time, and pauses that grow until then. */
final class Deadline {
    private static final long FIRST_PAUSE = 20;
    private static final long LONGEST_PAUSE = 250;

    private final long end;
    private long pause = FIRST_PAUSE;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Waits before the next look. */
    void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted");
        }
        pause = Math.min(LONGEST_PAUSE, pause * 3 / 2);
    }
}
