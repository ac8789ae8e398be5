package org.dske.hub.directory;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.jspecify.annotations.Nullable;

/**
 * What a hub remembers of a client's registration.
 *
 * @param client who it is, and which of the machines that are the same client
 * @param encryptors its encryptors
 * @param bestSuite the name of the best suite that it speaks
 * @param hubNumber the number that it knows the hub by; null if it does not say
 */
public record ClientEntry(
        PeerName client,
        SortedSet<SaeId> encryptors,
        String bestSuite,
        @Nullable Integer hubNumber) {
    public ClientEntry {
        encryptors = Collections.unmodifiableSortedSet(new TreeSet<>(encryptors));
    }

    /** The same, in no order. */
    public ClientEntry(PeerName client, Set<SaeId> encryptors, String bestSuite, @Nullable Integer hubNumber) {
        this(client, (SortedSet<SaeId>) new TreeSet<>(encryptors), bestSuite, hubNumber);
    }
}
