package org.dske.client.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Claims keys for a slave, all or none; false if one of them was claimed before, or is named twice. */
    synchronized boolean claim(Collection<KeyId> keyIds, SaeId slave) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = deliveries.values().iterator();
        while (oldest.hasNext() && oldest.next().plus(REMEMBERED).isBefore(now)) {
            oldest.remove();
        }
        List<Delivery> claimed = keyIds.stream()
                .map(keyId -> new Delivery(keyId, slave))
                .distinct()
                .toList();
        if (claimed.size() < keyIds.size() || claimed.stream().anyMatch(deliveries::containsKey)) {
            return false;
        }
        claimed.forEach(delivery -> deliveries.put(delivery, now));
        return true;
    }

    /** Takes back a claim of keys that were not delivered. */
    synchronized void release(Collection<KeyId> keyIds, SaeId slave) {
        keyIds.forEach(keyId -> deliveries.remove(new Delivery(keyId, slave)));
    }
}
