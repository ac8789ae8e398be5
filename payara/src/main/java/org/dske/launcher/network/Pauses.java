package org.dske.launcher.network;

import org.dske.launcher.LauncherException;

/** Pauses between looks at something that is to come: short at first, since most of it comes soon. */
final class Pauses {
    private static final long FIRST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 250;

    private long millis = FIRST_MILLIS;

    /** Waits before the next look. */
    void pause() {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted");
        }
        millis = Math.min(LONGEST_MILLIS, millis * 3 / 2);
    }
}
