package org.dske.limit;

import java.util.HashMap;
import java.util.Map;
import org.dske.config.RequestLimits;

/**
 * The requests that are under way, by caller: no more of each than its limit, so that nobody has all of a node's threads. It knows only
 * callers with a request under way, and so no more of them than there are threads. Safe for concurrent use.
 */
public final class UnderWay {
    private final RequestLimits limits;
    private final Map<Caller, Integer> counts = new HashMap<>();

    /** Nothing is under way. */
    public UnderWay(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * Lets a request of a caller in.
     *
     * @return its place, which is to be closed when the request has been answered
     * @throws TooBusyException if there is none
     */
    public synchronized Place enter(Caller caller) {
        int most = most(caller.kind());
        int count = counts.getOrDefault(caller, 0);
        if (count >= most) {
            throw new TooBusyException(caller.kind(), most);
        }
        counts.put(caller, count + 1);
        return new Place(caller);
    }

    private int most(Caller.Kind kind) {
        return switch (kind) {
            case ADDRESS -> limits.perAddress();
            case CERTIFICATE, CLIENT -> limits.perCaller();
        };
    }

    private synchronized void leave(Caller caller) {
        counts.computeIfPresent(caller, (known, count) -> count > 1 ? count - 1 : null);
    }

    /** How many callers have a request under way. */
    synchronized int callers() {
        return counts.size();
    }

    /** The place of one request. */
    public final class Place implements AutoCloseable {
        private final Caller caller;
        private boolean left;

        private Place(Caller caller) {
            this.caller = caller;
        }

        /** Gives the place back; once, however often it is called. */
        @Override
        public synchronized void close() {
            if (!left) {
                left = true;
                leave(caller);
            }
        }
    }
}
