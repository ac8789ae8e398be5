package org.dske.hub.keyshare;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;
import org.dske.time.Deadline;

/**
 * A share that a hub holds until each slave's client has fetched it.
 *
 * <p>Not safe for concurrent use, but for what never changes: the {@link KeyShares} that hold it guard it.
 */
final class StoredShare implements AutoCloseable {
    private final Id id;
    private final ShareTerms terms;
    private final Share share;
    private final Deadline timeToLive;

    /** The slaves whose client has fetched the share; there is nothing here of the others, however many they are. */
    private final Map<SaeId, Fetch> fetches = new HashMap<>(2);

    private long number;
    private boolean closed;

    /**
     * What names a share: whoever reads the name of a key off the wire can so not take it in advance.
     *
     * @param initiator the client that handed it over
     * @param master the encryptor that the key was made for
     * @param keyId the key
     */
    record Id(NodeName initiator, SaeId master, KeyId keyId) {}

    private record Fetch(NodeName client, Deadline grace) {}

    StoredShare(KeyId keyId, NodeName initiator, ShareTerms terms, Share share, Deadline timeToLive) {
        this.id = new Id(initiator, terms.master(), keyId);
        this.terms = terms;
        this.share = share;
        this.timeToLive = timeToLive;
    }

    Id id() {
        return id;
    }

    KeyId keyId() {
        return id.keyId();
    }

    NodeName initiator() {
        return id.initiator();
    }

    ShareTerms terms() {
        return terms;
    }

    int index() {
        return share.index();
    }

    /** The how-manieth it is of all that the hub has stored. */
    long number() {
        return number;
    }

    void setNumber(long number) {
        this.number = number;
    }

    Deadline timeToLive() {
        return timeToLive;
    }

    int size() {
        return share.value().size();
    }

    /** The first of some slaves for which a client gets the share now; nothing if it is gone for all of them. */
    Optional<SaeId> recipient(NodeName client, List<SaeId> slaves) {
        return slaves.stream().filter(slave -> isFetchable(slave, client)).findFirst();
    }

    /** A copy of the share's value for a slave's client; from now on no other client gets it for this slave, and this one soon not. */
    SecretBytes fetch(SaeId slave, NodeName client, Deadline grace) {
        fetches.putIfAbsent(slave, new Fetch(client, grace));
        return SecretBytes.copyOf(share.value().expose());
    }

    /** Whether each slave's client has fetched it. */
    boolean isFetchedByAll() {
        return fetches.size() == terms.slaves().size();
    }

    /** When nobody may fetch the share any more. */
    Deadline end() {
        if (!isFetchedByAll()) {
            return timeToLive;
        }
        Deadline last = fetches.values().stream()
                .map(Fetch::grace)
                .max(Comparator.naturalOrder())
                .orElse(timeToLive);
        return last.isBefore(timeToLive) ? last : timeToLive;
    }

    private boolean isFetchable(SaeId slave, NodeName client) {
        Fetch first = fetches.get(slave);
        return !closed
                && !timeToLive.isOver()
                && (first == null
                        || (first.client().equals(client) && !first.grace().isOver()));
    }

    /** Wipes the share; whoever still has a reference gets nothing from it. */
    @Override
    public void close() {
        closed = true;
        share.close();
    }
}
