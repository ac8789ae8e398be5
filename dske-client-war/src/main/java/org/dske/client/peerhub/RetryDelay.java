package org.dske.client.peerhub;

import java.time.Duration;

/** The delay before the next attempt, which doubles up to a longest one. Guarded by its user's lock. */
final class RetryDelay {
    private final Duration shortest;
    private final Duration longest;
    private Duration current;

    RetryDelay(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
        this.current = shortest;
    }

    Duration current() {
        return current;
    }

    /** Another attempt failed. */
    void grow() {
        Duration doubled = current.multipliedBy(2);
        current = doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** An attempt succeeded. */
    void reset() {
        current = shortest;
    }
}
