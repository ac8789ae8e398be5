package org.dske.client.audit;

import java.time.Duration;
import java.util.logging.Logger;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * Warnings of one kind about one hub, at most one a minute, so that a hub, or whoever sends in its name, cannot flood the log.
 * The next one tells how many were held back. Safe for concurrent use.
 */
final class WarningLimit {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Logger log;
    private final Ticker ticker;
    private Deadline held;
    private long heldBack;

    WarningLimit(Logger log, Ticker ticker) {
        this.log = log;
        this.ticker = ticker;
        this.held = ticker.deadline(Duration.ZERO);
    }

    /** Warns, unless there was a warning a short time ago. */
    void warn(String warning) {
        String text = admit(warning);
        if (!text.isEmpty()) {
            log.warning(text);
        }
    }

    private synchronized String admit(String warning) {
        if (!held.isOver()) {
            heldBack++;
            return "";
        }
        String text = heldBack == 0 ? warning : warning + " (" + heldBack + " warnings like this were held back)";
        held = ticker.deadline(INTERVAL);
        heldBack = 0;
        return text;
    }
}
