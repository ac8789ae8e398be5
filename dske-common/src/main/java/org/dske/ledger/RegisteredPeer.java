package org.dske.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of a registration.
 *
 * @param name the peer
 * @param encryptors at a hub: the SAE IDs of the client's encryptors
 * @param suite at a hub: the suite that messages are signed in; null if there is none yet
 * @param bestSuite at a hub: the best suite that the client speaks
 * @param hubNumber at a hub: the number that the client knows it by
 * @param incarnations of each store that the peer had, the last start that was seen, the latest store last
 */
public record RegisteredPeer(
        PeerName name,
        List<String> encryptors,
        @Nullable String suite,
        @Nullable String bestSuite,
        @Nullable Integer hubNumber,
        List<Incarnation> incarnations) {
    public RegisteredPeer {
        encryptors = List.copyOf(encryptors);
        incarnations = List.copyOf(incarnations);
    }
}
