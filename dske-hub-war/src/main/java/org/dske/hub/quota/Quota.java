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
    /** {@return the part of it that each of several clients, at least one, may use: what one takes is not taken from the others} */
    public Quota shareOf(int clients) {
        return new Quota(name, limit / clients);
    }

    /** {@return whether a hub that holds so much of something may hold so much more} */
    public boolean allows(long held, long more) {
        return held <= limit - more;
    }

    /** Fails with 429 and the three numbers if a hub would hold more of something than it may. */
    public void require(String what, long held, long more) {
        if (!allows(held, more)) {
            throw new RequestException(
                    ErrorCode.TOO_MANY,
                    "too many " + what + ": " + held + " held, " + more + " more wanted, " + limit + " allowed",
                    Map.of("quota", name, "held", held, "wanted", more, "limit", limit));
        }
    }
}
