package org.dske.hub.keyshare;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;
import org.jspecify.annotations.Nullable;

/**
 * A share that a hub holds until each slave's client has fetched it. Safe for concurrent use.
 */
final class StoredShare implements AutoCloseable {
    private final KeyId keyId;
    private final SaeId master;
    private final Set<SaeId> slaves;
    private final Share share;
    private final @Nullable String sharing;
    private final @Nullable Integer threshold;
    private final Instant stored;

    /** The slaves that still may fetch the share. */
    private final Set<SaeId> pending;

    private final Map<SaeId, Fetch> fetches = new HashMap<>();

    private record Fetch(NodeName client, Instant time) {}

    StoredShare(
            KeyId keyId,
            SaeId master,
            Set<SaeId> slaves,
            Share share,
            @Nullable String sharing,
            @Nullable Integer threshold,
            Instant stored) {
        this.keyId = keyId;
        this.master = master;
        this.slaves = Set.copyOf(slaves);
        this.share = share;
        this.sharing = sharing;
        this.threshold = threshold;
        this.stored = stored;
        this.pending = new HashSet<>(slaves);
    }

    KeyId keyId() {
        return keyId;
    }

    SaeId master() {
        return master;
    }

    Set<SaeId> slaves() {
        return new TreeSet<>(slaves);
    }

    int index() {
        return share.index();
    }

    @Nullable
    String sharing() {
        return sharing;
    }

    @Nullable
    Integer threshold() {
        return threshold;
    }

    Instant stored() {
        return stored;
    }

    int size() {
        return share.value().size();
    }

    /**
     * A copy of the share's value for a slave's client; from now on no other client gets it for this slave.
     *
     * @throws RequestException with 404 if it is gone for this slave
     */
    synchronized SecretBytes fetch(SaeId slave, NodeName client, Instant now) {
        requireFetchable(slave, client);
        fetches.putIfAbsent(slave, new Fetch(client, now));
        return SecretBytes.copyOf(share.value().expose());
    }

    /**
     * Checks that a slave's client could fetch the share now.
     *
     * @throws RequestException with 404 if it is gone for this slave
     */
    synchronized void requireFetchable(SaeId slave, NodeName client) {
        Fetch first = fetches.get(slave);
        if (!pending.contains(slave) || (first != null && !first.client().equals(client))) {
            throw unknown(keyId);
        }
    }

    /** Whether nobody may fetch the share any more. */
    synchronized boolean isOver(Instant now, Duration grace, Duration timeToLive) {
        pending.removeIf(slave -> {
            Fetch fetch = fetches.get(slave);
            return fetch != null && fetch.time().plus(grace).isBefore(now);
        });
        return pending.isEmpty() || stored.plus(timeToLive).isBefore(now);
    }

    static RequestException unknown(KeyId keyId) {
        return new RequestException(ErrorCode.NOT_FOUND, "this hub holds no share of key " + keyId);
    }

    /** Wipes the share; whoever still has a reference gets nothing from it. */
    @Override
    public synchronized void close() {
        pending.clear();
        share.close();
    }
}
