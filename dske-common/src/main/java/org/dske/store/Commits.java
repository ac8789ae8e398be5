package org.dske.store;

import java.time.Duration;

/**
 * What a database has committed since it was opened.
 *
 * @param count commits
 * @param changes changes in them
 * @param mean how long the latest commits took until they were on the disk, on average: about the last hundred count
 */
public record Commits(long count, long changes, Duration mean) {
    private static final int LATEST = 100;

    static final Commits NONE = new Commits(0, 0, Duration.ZERO);

    Commits plus(int more, Duration took) {
        long n = Math.min(count, LATEST);
        return new Commits(
                count + 1, changes + more, mean.multipliedBy(n).plus(took).dividedBy(n + 1));
    }
}
