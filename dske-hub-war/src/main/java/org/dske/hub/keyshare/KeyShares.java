package org.dske.hub.keyshare;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.quota.Quotas;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.secret.SecretBytes;

/**
 * The shares that a hub holds, in memory. Safe for concurrent use: what concerns several shares happens to all of them at
 * once or to none, and nobody sees anything in between.
 */
public final class KeyShares {
    /** How many shares the status shows. */
    static final int SHOWN = 1_000;

    private final KeyShareSettings settings;
    private final InstantSource clock;

    /** In the order in which they came. */
    private final Map<KeyId, StoredShare> shares = new LinkedHashMap<>();

    private final Holdings holdings;

    /**
     * No shares.
     *
     * @param settings how long shares are held
     * @param quotas how many are held
     * @param clock the time
     */
    public KeyShares(KeyShareSettings settings, Quotas quotas, InstantSource clock) {
        this.settings = settings;
        this.holdings = new Holdings(quotas);
        this.clock = clock;
    }

    /**
     * Stores shares, all or none.
     *
     * @param batch the shares, at least one, each of another key, all from one client
     * @throws RequestException with 409 if there is one of the same key as any of them, which stays; 429 if they are too many
     */
    synchronized void addAll(List<StoredShare> batch) {
        for (StoredShare share : batch) {
            expire(share.keyId());
            if (shares.containsKey(share.keyId())) {
                throw new RequestException(
                        ErrorCode.CONFLICT, "this hub holds a share of key " + share.keyId() + " already");
            }
        }
        holdings.require(batch);
        batch.forEach(share -> {
            shares.put(share.keyId(), share);
            holdings.add(share);
        });
    }

    /**
     * Finds shares, all or none, and marks none of them as fetched.
     *
     * @param claim who asks for them
     * @param keyIds the keys
     * @return the shares in the order of the keys
     * @throws RequestException with 403 if one of them is not for who asks, 404 with the keys of which there is no share for
     *     it, or not any more
     */
    synchronized List<StoredShare> find(Claim claim, List<KeyId> keyIds) {
        keyIds.forEach(this::expire);
        List<StoredShare> found =
                keyIds.stream().map(shares::get).filter(Objects::nonNull).toList();
        found.forEach(claim::requireFor);
        requireAll(keyIds, recipients(claim, found));
        return found;
    }

    /**
     * Fetches shares that were found, all or none.
     *
     * @param claim who asks for them
     * @param found what {@link #find} gave
     * @return copies of their values, in the same order
     * @throws RequestException with 404 if one of them is gone meanwhile; none is marked as fetched then
     */
    synchronized List<SecretBytes> fetch(Claim claim, List<StoredShare> found) {
        Map<KeyId, SaeId> recipients = recipients(claim, found);
        requireAll(found.stream().map(StoredShare::keyId).toList(), recipients);
        return found.stream()
                .map(share -> share.fetch(
                        Objects.requireNonNull(recipients.get(share.keyId())), claim.client(), clock.instant()))
                .toList();
    }

    /** Erases the shares whose time is over. */
    public void expire() {
        keyIds().forEach(this::expire);
    }

    /** Erases all shares. */
    public synchronized void clear() {
        List.copyOf(shares.values()).forEach(this::erase);
    }

    /**
     * What there is to see of the shares: of the latest of them, since a hub may hold more than anybody would read, and than its
     * memory has room for a second time.
     *
     * @return one element a share, at most {@value #SHOWN}, the oldest first
     */
    public synchronized List<ShareStatus> status() {
        Instant now = clock.instant();
        return shares.values().stream()
                .skip(Math.max(0, shares.size() - SHOWN))
                .map(share -> new ShareStatus(
                        share.keyId().toString(),
                        share.terms().master().name(),
                        share.terms().slaves().stream().map(SaeId::name).toList(),
                        share.index(),
                        share.size(),
                        Duration.between(share.stored(), now).toSeconds()))
                .toList();
    }

    /**
     * How much of the shares a client has handed over.
     *
     * @param initiator the client
     * @return what is still held of it
     */
    public synchronized Holding heldFrom(NodeName initiator) {
        return holdings.of(initiator);
    }

    /**
     * How much all shares are.
     *
     * @return their number and bytes
     */
    public synchronized Holding held() {
        return holdings.all();
    }

    Instant now() {
        return clock.instant();
    }

    /** The slave that gets each share; a share that is gone is not in it. */
    private Map<KeyId, SaeId> recipients(Claim claim, List<StoredShare> found) {
        Map<KeyId, SaeId> recipients = new HashMap<>();
        for (StoredShare share : found) {
            share.recipient(claim, clock.instant(), settings.grace())
                    .ifPresent(slave -> recipients.put(share.keyId(), slave));
        }
        return recipients;
    }

    private static void requireAll(List<KeyId> keyIds, Map<KeyId, SaeId> recipients) {
        List<String> missing = keyIds.stream()
                .filter(keyId -> !recipients.containsKey(keyId))
                .map(KeyId::toString)
                .toList();
        if (!missing.isEmpty()) {
            String more = missing.size() == 1 ? "" : " and of " + (missing.size() - 1) + " more of the keys";
            throw new RequestException(
                    ErrorCode.NOT_FOUND,
                    "this hub holds no share of key " + missing.get(0) + more,
                    Map.of(FetchKeySharesRequest.UNKNOWN_KEYS, missing));
        }
    }

    private synchronized List<KeyId> keyIds() {
        return List.copyOf(shares.keySet());
    }

    private synchronized void expire(KeyId keyId) {
        StoredShare share = shares.get(keyId);
        if (share != null && share.isOver(clock.instant(), settings.grace(), settings.timeToLive())) {
            erase(share);
        }
    }

    private void erase(StoredShare share) {
        shares.remove(share.keyId());
        holdings.remove(share);
        share.close();
    }
}
