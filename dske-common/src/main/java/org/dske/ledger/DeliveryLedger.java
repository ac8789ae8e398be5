package org.dske.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dske.key.KeyId;
import org.dske.key.SaeId;

/** Which keys a client's encryptors have got as slaves: each once. Futures and failures as those of {@link SegmentStore}. */
public interface DeliveryLedger {
    /**
     * A key and one of its slaves.
     *
     * @param keyId the key
     * @param slave who has got it
     */
    record Delivery(KeyId keyId, SaeId slave) {}

    /** {@return what was delivered and may not be forgotten yet, with the time when it may} */
    Map<Delivery, Instant> deliveries();

    /** Remembers deliveries until they may be forgotten. */
    CompletableFuture<Void> add(Collection<Delivery> deliveries, Instant until);
}
