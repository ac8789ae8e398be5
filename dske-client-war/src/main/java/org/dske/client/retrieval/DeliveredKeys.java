package org.dske.client.retrieval;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.config.KeyShareLimits;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.ledger.DeliveryLedger;
import org.dske.ledger.DeliveryLedger.Delivery;
import org.dske.limit.LogLimit;
import org.dske.time.Ticker;

/**
 * The keys that slaves have got or are getting: a key is delivered once to each. Hubs give a fetched share out again for some time, so
 * the client must remember for longer than that. Safe for concurrent use.
 *
 * <p>What was delivered is kept in the ledger, and what is being delivered is not: a slave whose client crashes before it has the key may
 * ask for it again. One that has got it in the last moment before may as well; it would get the same key once more.
 */
final class DeliveredKeys {
    private static final Logger LOG = Logger.getLogger(DeliveredKeys.class.getName());

    /** For clocks that do not run alike, and for what is under way. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final LogLimit warnings = new LogLimit(LOG, Ticker.SYSTEM, 1);
    private final Duration remembered;
    private final DeliveryLedger ledger;
    private final InstantSource clock;

    /** Those of them that are under way. */
    private final Set<Delivery> underWay = new HashSet<>();

    /** The oldest first. */
    private final Map<Delivery, Instant> deliveries = new LinkedHashMap<>();

    /** The keys that a ledger knows. */
    DeliveredKeys(Duration remembered, DeliveryLedger ledger, InstantSource clock) {
        this.remembered = remembered;
        this.ledger = ledger;
        this.clock = clock;
        ledger.deliveries().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(known -> deliveries.put(known.getKey(), known.getValue()));
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
        Instant now = clock.instant();
        Iterator<Instant> oldest = deliveries.values().iterator();
        while (oldest.hasNext() && !oldest.next().isAfter(now)) {
            oldest.remove();
        }
        List<Delivery> wanted = keyIds.stream()
                .map(keyId -> new Delivery(keyId, slave))
                .distinct()
                .toList();
        if (wanted.size() < keyIds.size() || wanted.stream().anyMatch(deliveries::containsKey)) {
            return false;
        }
        Instant end = now.plus(remembered);
        wanted.forEach(delivery -> deliveries.put(delivery, end));
        underWay.addAll(wanted);
        return true;
    }

    /** The keys are being handed out: from now on a crash does not make them forgotten. Nobody waits for the disk. */
    void keep(Collection<KeyId> keyIds, SaeId slave) {
        end(keyIds, slave);
        var unused = ledger.add(
                        keyIds.stream().map(keyId -> new Delivery(keyId, slave)).toList(),
                        clock.instant().plus(remembered))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        warnings.log(
                                Level.WARNING,
                                () -> "the ledger does not know of a delivery: " + failure.getMessage(),
                                failure);
                    }
                });
    }

    /** The keys were not delivered. */
    synchronized void release(Collection<KeyId> keyIds, SaeId slave) {
        end(keyIds, slave);
        keyIds.forEach(keyId -> deliveries.remove(new Delivery(keyId, slave)));
    }

    private synchronized void end(Collection<KeyId> keyIds, SaeId slave) {
        keyIds.forEach(keyId -> underWay.remove(new Delivery(keyId, slave)));
    }

    /** Whether a slave has got a key: it is not under way. */
    synchronized boolean isDelivered(KeyId keyId, SaeId slave) {
        Delivery delivery = new Delivery(keyId, slave);
        return deliveries.containsKey(delivery) && !underWay.contains(delivery);
    }
}
