package org.dske.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.dske.key.KeyId;
import org.dske.key.SaeId;

/** Which keys a client's encryptors have got as slaves, or are getting: each once. Futures and failures as those of {@link SegmentStore}. */
public interface DeliveryLedger {
    /**
     * A key and one of its slaves.
     *
     * @param keyId the key
     * @param slave who gets it
     */
    record Delivery(KeyId keyId, SaeId slave) {}

    /**
     * Remembers deliveries, all or none.
     *
     * @param deliveries each once
     * @param until when they may be forgotten
     * @return whether none of them was remembered before; if one was, nothing has changed
     */
    CompletableFuture<Boolean> admit(Collection<Delivery> deliveries, Instant until);

    /** Forgets deliveries that did not take place. */
    CompletableFuture<Void> release(Collection<Delivery> deliveries);
}
