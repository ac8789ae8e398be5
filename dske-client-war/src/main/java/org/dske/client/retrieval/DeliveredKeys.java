package org.dske.client.retrieval;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dske.config.KeyShareLimits;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * The keys that slaves have got or are getting: a key is delivered once to each. Hubs give a fetched share out again for some time, so
 * the client must remember for longer than that. Safe for concurrent use.
 */
final class DeliveredKeys {
    /** For clocks that do not run alike, and for what is under way. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Duration remembered;
    private final Ticker ticker;

    /** The oldest first. */
    private final Map<Delivery, Deadline> deliveries = new LinkedHashMap<>();

    private record Delivery(KeyId keyId, SaeId slave) {}

    /** No keys. */
    DeliveredKeys(Duration remembered, Ticker ticker) {
        this.remembered = remembered;
        this.ticker = ticker;
    }

    /**
     * How long k hubs can give a key's shares out after it was first asked for by a slave. If k is more than half of n, one of them has given
     * its share for the delivery, and does so again for its grace only. Else k others may never have been asked, and have their shares
     * until those are too old.
     *
     * @param threshold k
     * @return the longest time, whatever the hubs' settings are
     */
    static Duration longest(int hubs, int threshold, Duration timeout) {
        Duration held = 2 * threshold > hubs ? KeyShareLimits.GRACE : KeyShareLimits.TIME_TO_LIVE;
        return held.plus(timeout).plus(MARGIN);
    }

    /** Whether keys may be delivered to a slave, all or none: not if one of them was before, or is named twice. If so, they count as delivered. */
    synchronized boolean admit(Collection<KeyId> keyIds, SaeId slave) {
        Iterator<Deadline> oldest = deliveries.values().iterator();
        while (oldest.hasNext() && oldest.next().isOver()) {
            oldest.remove();
        }
        List<Delivery> wanted = keyIds.stream()
                .map(keyId -> new Delivery(keyId, slave))
                .distinct()
                .toList();
        if (wanted.size() < keyIds.size() || wanted.stream().anyMatch(deliveries::containsKey)) {
            return false;
        }
        Deadline end = ticker.deadline(remembered);
        wanted.forEach(delivery -> deliveries.put(delivery, end));
        return true;
    }

    /** The keys were not delivered. */
    synchronized void release(Collection<KeyId> keyIds, SaeId slave) {
        keyIds.forEach(keyId -> deliveries.remove(new Delivery(keyId, slave)));
    }
}
