package org.dske.hub.signature;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.WeakHashMap;
import org.dske.config.HttpSettings;
import org.dske.hub.registration.PeerClient;

/**
 * How much a hub reads and hashes of large bodies that then do not verify, for each client whose bytes they name: about
 * one of the largest, and then another every {@value #SECONDS} seconds. Whoever has heard the names of a client's
 * bytes can so not buy much of a hub's processor by sending a lot. What verifies does not count, and small bodies are always read.
 *
 * <p>Safe for concurrent use.
 */
public final class LargeBodies {
    /** Small is a body of no more than this part of the largest. */
    private static final int SMALL_PART = 32;

    private static final int SECONDS = 8;

    private final int maxBody;
    private final InstantSource clock;

    /** Of clients that are gone nothing is kept. */
    private final Map<PeerClient, Spent> spent = new WeakHashMap<>();

    private record Spent(long bytes, Instant since) {}

    /**
     * A hub's account.
     *
     * @param http the largest body
     * @param clock the time
     */
    public LargeBodies(HttpSettings http, InstantSource clock) {
        this.maxBody = http.maxBody();
        this.clock = clock;
    }

    /**
     * How many bytes of a body are read in a client's name.
     *
     * @param client whose bytes the request names
     * @return those of the largest body, or of a small one
     */
    synchronized int limit(PeerClient client) {
        return left(client) < maxBody ? maxBody : maxBody / SMALL_PART;
    }

    /**
     * Takes note of a body that did not verify.
     *
     * @param client whose bytes the request names
     * @param size the body's size in bytes
     */
    synchronized void failed(PeerClient client, int size) {
        if (size > maxBody / SMALL_PART) {
            spent.put(client, new Spent(left(client) + size, clock.instant()));
        }
    }

    /** What has been spent and has not been made up by time. */
    private long left(PeerClient client) {
        Spent before = spent.get(client);
        if (before == null) {
            return 0;
        }
        long millis =
                Math.max(0, Duration.between(before.since(), clock.instant()).toMillis());
        long made = millis >= Duration.ofDays(1).toMillis() ? Long.MAX_VALUE : millis * maxBody / (SECONDS * 1_000L);
        if (made >= before.bytes()) {
            spent.remove(client);
            return 0;
        }
        return before.bytes() - made;
    }
}
