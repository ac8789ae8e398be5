package org.dske.hub.share;

import java.time.Instant;
import java.util.Map;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;

/**
 * What a store says of a share that it holds: all but its value.
 *
 * @param id its name
 * @param number greater than that of all shares that this store was given before: so it tells it from another one of the same name
 * @param terms whom it is for
 * @param index the share's index
 * @param size the size of its value in bytes
 * @param since when it was stored
 * @param end from when on it is gone
 * @param fetches who has fetched it, by slave
 */
public record HeldShare(
        ShareId id,
        long number,
        ShareTerms terms,
        int index,
        int size,
        Instant since,
        Instant end,
        Map<SaeId, Fetch> fetches) {
    /**
     * That a share was fetched.
     *
     * @param client by which machine of the slave's client
     * @param graceEnd until when the same one gets it again, should the answer be lost
     */
    public record Fetch(PeerName client, Instant graceEnd) {
        /** {@return whether a machine gets it, which may be the same again} */
        public boolean allows(PeerName again, Instant now) {
            return client.equals(again) && now.isBefore(graceEnd);
        }
    }

    /**
     * The intention to fetch a share.
     *
     * @param share the share, as it was found
     * @param slave on whose behalf
     */
    public record Claim(HeldShare share, SaeId slave) {}

    /** {@return whether a slave's client gets the share} */
    public boolean isFetchable(SaeId slave, PeerName client, Instant now) {
        Fetch first = fetches.get(slave);
        return now.isBefore(end) && (first == null || first.allows(client, now));
    }
}
