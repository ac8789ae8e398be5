package org.dske.client.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Logger;

/**
 * Warnings of one kind about one hub, at most one a minute, so that a hub, or whoever sends in its name, cannot flood the log.
 * The next one tells how many were held back. Safe for concurrent use.
 */
final class WarningLimit {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Logger log;
    private final InstantSource clock;
    private Instant next = Instant.MIN;
    private long heldBack;

    WarningLimit(Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Warns, unless there was a warning a short time ago. */
    void warn(String warning) {
        String text = admit(warning);
        if (!text.isEmpty()) {
            log.warning(text);
        }
    }

    private synchronized String admit(String warning) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            heldBack++;
            return "";
        }
        String text = heldBack == 0 ? warning : warning + " (" + heldBack + " warnings like this were held back)";
        next = now.plus(INTERVAL);
        heldBack = 0;
        return text;
    }
}
