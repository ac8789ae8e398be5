package org.dske.limit;

import java.time.Duration;
import java.util.OptionalLong;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/** Lets no more than so many of something through in a minute, and counts what it holds back. Safe for concurrent use. */
public final class PerMinute {
    private static final Duration SPAN = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final int most;
    private Deadline end;
    private int through;
    private long heldBack;

    public PerMinute(Ticker ticker, int most) {
        this.ticker = ticker;
        this.most = most;
        this.end = ticker.deadline(Duration.ZERO);
    }

    /** {@return how many were held back since the last one went through; nothing if this one is to be held back, too} */
    public synchronized OptionalLong admit() {
        if (end.isOver()) {
            end = ticker.deadline(SPAN);
            through = 0;
        }
        if (through >= most) {
            heldBack++;
            return OptionalLong.empty();
        }
        through++;
        long before = heldBack;
        heldBack = 0;
        return OptionalLong.of(before);
    }
}
