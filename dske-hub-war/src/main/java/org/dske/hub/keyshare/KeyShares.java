package org.dske.hub.keyshare;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.key.KeyId;

/** The shares that a hub holds, in memory. Safe for concurrent use. */
public final class KeyShares {
    private final KeyShareSettings settings;
    private final InstantSource clock;
    private final Map<KeyId, StoredShare> shares = new ConcurrentHashMap<>();

    /**
     * No shares.
     *
     * @param settings how long shares are held
     * @param clock the time
     */
    public KeyShares(KeyShareSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Stores a share.
     *
     * @throws RequestException with 409 if there is one of the same key; that one stays
     */
    void add(StoredShare share) {
        expire(share.keyId());
        if (shares.putIfAbsent(share.keyId(), share) != null) {
            throw new RequestException(
                    ErrorCode.CONFLICT, "this hub holds a share of key " + share.keyId() + " already");
        }
    }

    /**
     * Finds a share.
     *
     * @throws RequestException with 404 if there is none
     */
    StoredShare get(KeyId keyId) {
        expire(keyId);
        StoredShare share = shares.get(keyId);
        if (share == null) {
            throw StoredShare.unknown(keyId);
        }
        return share;
    }

    /** Erases the shares whose time is over. */
    public void expire() {
        shares.keySet().forEach(this::expire);
    }

    /** Erases all shares. */
    public void clear() {
        shares.values().forEach(StoredShare::close);
        shares.clear();
    }

    /**
     * What there is to see of the shares.
     *
     * @return one element a share
     */
    public List<ShareStatus> status() {
        Instant now = clock.instant();
        return shares.values().stream()
                .map(share -> new ShareStatus(
                        share.keyId().toString(),
                        share.master().name(),
                        share.slaves().stream().map(Object::toString).toList(),
                        share.index(),
                        share.size(),
                        Duration.between(share.stored(), now).toSeconds()))
                .toList();
    }

    Instant now() {
        return clock.instant();
    }

    private void expire(KeyId keyId) {
        shares.computeIfPresent(keyId, (id, share) -> {
            if (!share.isOver(clock.instant(), settings.grace(), settings.timeToLive())) {
                return share;
            }
            share.close();
            return null;
        });
    }
}
