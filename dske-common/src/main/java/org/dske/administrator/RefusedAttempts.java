package org.dske.administrator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Logger;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.limit.Caller;
import org.dske.limit.LogLimit;
import org.dske.time.Deadline;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Who has tried in vain to get at the management interface. After ten times in a minute the answer to an address is another one, and the
 * log has one line for it in that minute, however often it tries. Safe for concurrent use.
 */
public final class RefusedAttempts {
    private static final Logger LOG = Logger.getLogger(RefusedAttempts.class.getName());
    private static final Duration SPAN = Duration.ofMinutes(1);
    private static final int MOST = 10;
    /** Addresses that are remembered, the latest; and lines in the log in a minute. */
    private static final int MOST_ADDRESSES = 1_000;

    private static final int MOST_LINES = 10;

    private final Ticker ticker;
    private final Map<Caller, Attempts> addresses = new LinkedHashMap<>();
    private final LogLimit lines;
    private long count;

    /** How many there were until an end. */
    private record Attempts(int count, Deadline end) {}

    /** Nobody has tried. */
    public RefusedAttempts(Ticker ticker) {
        this.ticker = ticker;
        this.lines = new LogLimit(LOG, ticker, MOST_LINES);
    }

    /**
     * Takes note of an attempt.
     *
     * @throws RequestException with 429 if there were too many from the address
     */
    synchronized void note(String address) {
        count++;
        Caller caller = Caller.at(address);
        Attempts attempts = oneMore(addresses.remove(caller));
        addresses.put(caller, attempts);
        if (addresses.size() > MOST_ADDRESSES) {
            addresses.remove(addresses.keySet().iterator().next());
        }
        if (attempts.count() == 1) {
            long since = count;
            lines.warn(
                    () -> "somebody at " + address + " tried to get at the management interface without a token of this"
                            + " node; " + since + " attempts since the start");
        }
        if (attempts.count() > MOST) {
            throw new RequestException(ErrorCode.TOO_MANY, "too many attempts without a token of this node");
        }
    }

    private Attempts oneMore(@Nullable Attempts before) {
        return before == null || before.end().isOver()
                ? new Attempts(1, ticker.deadline(SPAN))
                : new Attempts(before.count() + 1, before.end());
    }

    /** {@return how many attempts there were since the start} */
    public synchronized long count() {
        return count;
    }
}
