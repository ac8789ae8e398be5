package org.dske.hub.keyshare;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;

/**
 * A share that a hub holds until each slave's client has fetched it.
 *
 * <p>Not safe for concurrent use, but for what never changes: the {@link KeyShares} that hold it guard it.
 */
final class StoredShare implements AutoCloseable {
    private final KeyId keyId;
    private final NodeName initiator;
    private final ShareTerms terms;
    private final Share share;
    private final Instant stored;

    /** The slaves whose client has fetched the share; there is nothing here of the others, however many they are. */
    private final Map<SaeId, Fetch> fetches = new HashMap<>();

    private boolean closed;

    private record Fetch(NodeName client, Instant time) {
        boolean isOver(Instant now, Duration grace) {
            return time.plus(grace).isBefore(now);
        }
    }

    /**
     * A share that nobody has fetched.
     *
     * @param keyId the key
     * @param initiator the client that handed it over
     * @param terms what is said of it
     * @param share its index and its value, which is this share's from now on
     * @param stored since when the hub has had it
     */
    StoredShare(KeyId keyId, NodeName initiator, ShareTerms terms, Share share, Instant stored) {
        this.keyId = keyId;
        this.initiator = initiator;
        this.terms = terms;
        this.share = share;
        this.stored = stored;
    }

    KeyId keyId() {
        return keyId;
    }

    NodeName initiator() {
        return initiator;
    }

    ShareTerms terms() {
        return terms;
    }

    int index() {
        return share.index();
    }

    Instant stored() {
        return stored;
    }

    int size() {
        return share.value().size();
    }

    /** The slave on whose behalf a client that may ask for the share gets it now; nothing if it is gone for this client. */
    Optional<SaeId> recipient(Claim claim, Instant now, Duration grace) {
        return claim.slavesOf(this).stream()
                .filter(slave -> isFetchable(slave, claim.client(), now, grace))
                .findFirst();
    }

    /** A copy of the share's value for a slave's client; from now on no other client gets it for this slave. */
    SecretBytes fetch(SaeId slave, NodeName client, Instant now) {
        fetches.putIfAbsent(slave, new Fetch(client, now));
        return SecretBytes.copyOf(share.value().expose());
    }

    /** Whether nobody may fetch the share any more. */
    boolean isOver(Instant now, Duration grace, Duration timeToLive) {
        boolean fetchedByAll = fetches.size() == terms.slaves().size()
                && fetches.values().stream().allMatch(fetch -> fetch.isOver(now, grace));
        return fetchedByAll || stored.plus(timeToLive).isBefore(now);
    }

    private boolean isFetchable(SaeId slave, NodeName client, Instant now, Duration grace) {
        Fetch first = fetches.get(slave);
        return !closed && (first == null || (first.client().equals(client) && !first.isOver(now, grace)));
    }

    /** Wipes the share; whoever still has a reference gets nothing from it. */
    @Override
    public void close() {
        closed = true;
        share.close();
    }
}
