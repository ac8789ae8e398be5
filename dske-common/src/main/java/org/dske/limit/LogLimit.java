package org.dske.limit;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Lines in the log that others can cause: of one kind no more than so many a minute, so that nobody floods the log. The first of the next
 * minute tells how many were held back. Safe for concurrent use.
 */
public final class LogLimit {
    private final Logger log;
    private final PerMinute lines;

    /**
     * Of a kind of lines.
     *
     * @param most how many of them are written in a minute
     */
    public LogLimit(Logger log, Ticker ticker, int most) {
        this.log = log;
        this.lines = new PerMinute(ticker, most);
    }

    /** Warns, unless there were too many warnings a short time ago. */
    public void warn(Supplier<String> warning) {
        log(Level.WARNING, warning, null);
    }

    /** Writes a line, with what has caused it, unless there were too many a short time ago. */
    public void log(Level level, Supplier<String> line, @Nullable Throwable cause) {
        lines.admit()
                .ifPresent(before -> log.log(
                        level,
                        cause,
                        () -> line.get() + (before == 0 ? "" : " (" + before + " lines like this were held back)")));
    }
}
