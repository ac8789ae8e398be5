package org.dske.client.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.logging.Logger;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.limit.LogLimit;
import org.dske.reconstruction.ShareFault;
import org.dske.time.Deadline;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a client has seen one hub do, since the client started, that a hub ought not to do: it is counted, and named in the log
 * with one warning for all keys that were retrieved together, of each kind at most one a minute. Safe for concurrent use.
 *
 * <p>A wrong or disputed share is the hub's own doing, since its answer was signed. An answer that does not verify is not:
 * anybody on the way can make one.
 */
public final class FaultRecord {
    private static final Logger LOG = Logger.getLogger(FaultRecord.class.getName());
    /** How long a hub that was wrong stays a suspect: longer than it takes to mend it would only cost good shares their place. */
    private static final Duration SUSPICION = Duration.ofHours(1);

    private final NodeName hub;
    private final InstantSource clock;
    private final Ticker ticker;
    private final LogLimit wrongShareWarnings;
    private final LogLimit disputeWarnings;
    private final LogLimit unverifiedWarnings;
    /** Until when it is a suspect. */
    private Deadline suspect;

    private Counts counts = new Counts(0, 0, 0, null);

    /**
     * The counts.
     *
     * @param wrongShares shares that are not those that the hub was to give
     * @param disputedShares shares that contradict others, though nobody can say which of them are wrong
     * @param unverifiedAnswers answers in the hub's name that did not verify
     * @param lastWrong when the last wrong share was found out; null if there was none
     */
    public record Counts(
            long wrongShares,
            long disputedShares,
            long unverifiedAnswers,
            @Nullable Instant lastWrong) {}

    /**
     * The record of a hub of which nothing is known.
     *
     * @param clock says when the last wrong share was found out
     */
    public FaultRecord(NodeName hub, InstantSource clock, Ticker ticker) {
        this.hub = hub;
        this.clock = clock;
        this.ticker = ticker;
        this.suspect = ticker.deadline(Duration.ZERO);
        this.wrongShareWarnings = new LogLimit(LOG, ticker, 1);
        this.disputeWarnings = new LogLimit(LOG, ticker, 1);
        this.unverifiedWarnings = new LogLimit(LOG, ticker, 1);
    }

    /** Takes down what was found out about shares. */
    public void note(FaultReport faults) {
        count(faults.wrong().size(), faults.disputed().size(), 0, faults.wrong().isEmpty() ? null : clock.instant());
        if (!faults.wrong().isEmpty()) {
            KeyId example = faults.wrong().keySet().iterator().next();
            ShareFault fault = faults.wrong().get(example);
            wrongShareWarnings.warn(() -> "hub " + hub + " gave a wrong share"
                    + of(example, faults.wrong().keySet()) + ": a share " + (fault == null ? "" : fault.phrase()));
        }
        if (!faults.disputed().isEmpty()) {
            KeyId example = faults.disputed().iterator().next();
            disputeWarnings.warn(() -> "hub " + hub + " gave a share that others contradict"
                    + of(example, faults.disputed()) + ": nobody can say which of them are wrong");
        }
    }

    /** An answer in the hub's name did not verify. */
    public void gaveUnverifiedAnswer(String how) {
        count(0, 0, 1, null);
        unverifiedWarnings.warn(() -> "hub " + hub + ", or somebody in its name: " + how);
    }

    private static String of(KeyId example, Collection<KeyId> all) {
        return " of key " + example + (all.size() == 1 ? "" : " and of " + (all.size() - 1) + " other keys");
    }

    private synchronized void count(long wrong, long disputed, long unverified, @Nullable Instant now) {
        counts = new Counts(
                counts.wrongShares() + wrong,
                counts.disputedShares() + disputed,
                counts.unverifiedAnswers() + unverified,
                now == null ? counts.lastWrong() : now);
        if (now != null) {
            suspect = ticker.deadline(SUSPICION);
        }
    }

    /** The counts. */
    public synchronized Counts counts() {
        return counts;
    }

    /**
     * Whether the hub gave a wrong share lately. Its shares are still taken, and come last in the search for a key; true for an
     * hour after the last one.
     */
    public synchronized boolean isSuspect() {
        return !suspect.isOver();
    }
}
