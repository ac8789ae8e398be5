package org.dske.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * Amounts that are taken, by caller. It knows only callers that have taken something, and so no more of them than there are requests. Safe
 * for concurrent use.
 */
final class Tally {
    private final Map<Caller, Long> amounts = new HashMap<>();
    private long all;

    /** Says whether a caller may take an amount. */
    interface Rule {
        /** Says it, by what the caller has taken so far, and what all have. */
        boolean allows(long its, long all);
    }

    /**
     * Takes an amount for a caller.
     *
     * @throws TooBusyException with a message, if the rule does not allow it
     */
    synchronized Place take(Caller caller, long amount, Rule rule, String message) {
        long its = amounts.getOrDefault(caller, 0L);
        if (!rule.allows(its, all)) {
            throw new TooBusyException(message);
        }
        amounts.put(caller, its + amount);
        all += amount;
        return new Place(() -> giveBack(caller, amount));
    }

    private synchronized void giveBack(Caller caller, long amount) {
        amounts.computeIfPresent(caller, (known, its) -> its > amount ? its - amount : null);
        all -= amount;
    }

    /** How many callers have taken something. */
    synchronized int callers() {
        return amounts.size();
    }
}
