package org.dske.limit;

import java.util.Locale;
import org.dske.config.RequestLimits;

/**
 * The requests that are under way, by caller: no more of each than its limit, so that nobody has all of a node's threads. Safe for
 * concurrent use.
 */
public final class UnderWay {
    private final RequestLimits limits;
    private final Tally tally = new Tally();

    /** Nothing is under way. */
    public UnderWay(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * Lets a request of a caller in.
     *
     * @return its place
     * @throws TooBusyException if there is none
     */
    public Place enter(Caller caller) {
        int most = most(caller.kind());
        return tally.take(
                caller,
                1,
                (its, all) -> its < most,
                most + " requests of this " + caller.kind().name().toLowerCase(Locale.ROOT)
                        + " are under way, and no more are served at a time");
    }

    private int most(Caller.Kind kind) {
        return switch (kind) {
            case ADDRESS -> limits.perAddress();
            case CERTIFICATE, ENCRYPTOR, CLIENT -> limits.perCaller();
        };
    }

    /** How many callers have a request under way. */
    int callers() {
        return tally.callers();
    }
}
