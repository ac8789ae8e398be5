package org.dske.client.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.key.KeyId;
import org.dske.key.SaeId;

/**
 * The keys that slaves have got or are getting: a key is delivered once to each. Hubs give a fetched share out again for a
 * short time, so the client must remember for longer than that. Safe for concurrent use.
 */
final class DeliveredKeys {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<Delivery, Instant> deliveries = new ConcurrentHashMap<>();

    private record Delivery(KeyId keyId, SaeId slave) {}

    DeliveredKeys(InstantSource clock) {
        this.clock = clock;
    }

    /** Claims a key for a slave; false if it was claimed before. */
    boolean claim(KeyId keyId, SaeId slave) {
        Instant now = clock.instant();
        deliveries.values().removeIf(time -> time.plus(REMEMBERED).isBefore(now));
        return deliveries.putIfAbsent(new Delivery(keyId, slave), now) == null;
    }

    /** Takes back a claim of a key that was not delivered. */
    void release(KeyId keyId, SaeId slave) {
        deliveries.remove(new Delivery(keyId, slave));
    }
}
