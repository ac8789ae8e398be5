package org.dske.client.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dske.key.KeyId;
import org.dske.key.SaeId;

/**
 * The keys that slaves have got or are getting: a key is delivered once to each. Hubs give a fetched share out again for a
 * short time, so the client must remember for longer than that. Safe for concurrent use.
 */
final class DeliveredKeys {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final InstantSource clock;

    /** The oldest first. */
    private final Map<Delivery, Instant> deliveries = new LinkedHashMap<>();

    private record Delivery(KeyId keyId, SaeId slave) {}

    DeliveredKeys(InstantSource clock) {
        this.clock = clock;
    }

    /** Claims a key for a slave; false if it was claimed before. */
    synchronized boolean claim(KeyId keyId, SaeId slave) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = deliveries.values().iterator();
        while (oldest.hasNext() && oldest.next().plus(REMEMBERED).isBefore(now)) {
            oldest.remove();
        }
        return deliveries.putIfAbsent(new Delivery(keyId, slave), now) == null;
    }

    /** Takes back a claim of a key that was not delivered. */
    synchronized void release(KeyId keyId, SaeId slave) {
        deliveries.remove(new Delivery(keyId, slave));
    }
}
