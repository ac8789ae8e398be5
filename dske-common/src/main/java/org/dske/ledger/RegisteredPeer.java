package org.dske.ledger;

import java.util.List;
import java.util.UUID;

/**
 * What a process keeps of a peer beside their PSRD.
 *
 * @param name the peer
 * @param ownId by which {@linkplain Incarnation#id() ID} the peer knows this store: one a peer, so that what one of them says of it is
 *     between these two
 * @param seen of each store that the peer had, the last start that was seen; the latest store last
 */
public record RegisteredPeer(PeerName name, UUID ownId, List<Incarnation> seen) {
    public RegisteredPeer {
        seen = List.copyOf(seen);
    }
}
