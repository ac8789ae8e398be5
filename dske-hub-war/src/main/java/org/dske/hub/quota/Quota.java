package org.dske.hub.quota;

import java.util.Map;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/**
 * A limit on what a hub holds.
 *
 * @param name the key of the setting that sets it
 * @param limit the most that it holds
 */
public record Quota(String name, long limit) {
    /**
     * The part of it that each of several clients may use: what one of them takes is not taken from the others.
     *
     * @param clients how many there are, at least one
     * @return a limit of the same name
     */
    public Quota shareOf(int clients) {
        return new Quota(name, limit / clients);
    }

    /**
     * Whether a hub may hold more of something than it does.
     *
     * @param held how much it holds
     * @param more how much it is to hold besides
     * @return whether it may
     */
    public boolean allows(long held, long more) {
        return held <= limit - more;
    }

    /**
     * Checks that a hub may hold more of something than it does.
     *
     * @param what what it holds, and for whom
     * @param held how much it holds
     * @param more how much it is to hold besides
     * @throws RequestException with 429 and the three numbers if that is too much
     */
    public void require(String what, long held, long more) {
        if (!allows(held, more)) {
            throw new RequestException(
                    ErrorCode.TOO_MANY,
                    "too many " + what + ": " + held + " held, " + more + " more wanted, " + limit + " allowed",
                    Map.of("quota", name, "held", held, "wanted", more, "limit", limit));
        }
    }
}
