package org.dske.hub.keyshare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.quota.Quotas;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.secret.SecretBytes;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * The shares that a hub holds, in memory. Safe for concurrent use: what concerns several shares happens to all of them at
 * once or to none, and nobody sees anything in between.
 */
public final class KeyShares {
    /** How many shares the status shows. */
    static final int SHOWN = 1_000;

    private final KeyShareSettings settings;
    private final Ticker ticker;

    /** In the order in which they came. */
    private final Map<StoredShare.Id, StoredShare> shares = new LinkedHashMap<>();

    /** Several clients may have handed over shares under the name of one key: each its own. */
    private final Map<KeyId, List<StoredShare>> byKey = new HashMap<>();

    /** In the order in which they end. */
    private final NavigableSet<End> ends = new TreeSet<>();

    /** The shares of each client that every slave has fetched, in the order in which they were: they are held for a lost answer only. */
    private final Map<NodeName, SequencedSet<StoredShare>> fetched = new HashMap<>();

    private final Holdings holdings;
    private long added;

    /** When a share ends; of those that end together the one that came first is first. */
    private record End(Deadline time, long number, StoredShare share) implements Comparable<End> {
        @Override
        public int compareTo(End other) {
            int byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Holds no shares yet, and later as many as the quotas say: of those on all clients, each of the sharers has an equal part. */
    public KeyShares(KeyShareSettings settings, Quotas quotas, IntSupplier sharers, Ticker ticker) {
        this.settings = settings;
        this.holdings = new Holdings(quotas, sharers);
        this.ticker = ticker;
    }

    /** Terms that equal some: the same object for all shares of a client that are held under them. */
    synchronized ShareTerms canonical(NodeName initiator, ShareTerms terms) {
        return holdings.canonical(initiator, terms);
    }

    /**
     * Stores shares, all or none: at least one, each of another key, all from one client. If there is no room for them, those
     * of the client that have been fetched go before their grace is over, the first fetched first.
     *
     * @throws RequestException with 409 if the client has handed one over of the same key as any of them, which stays; 429 if
     *     they are too many
     */
    synchronized void addAll(List<StoredShare> batch) {
        expire();
        for (StoredShare share : batch) {
            if (shares.containsKey(share.id())) {
                throw new RequestException(
                        ErrorCode.CONFLICT, "this hub holds a share of key " + share.keyId() + " already");
            }
        }
        makeRoom(batch);
        batch.forEach(share -> {
            shares.put(share.id(), share);
            byKey.computeIfAbsent(share.keyId(), keyId -> new ArrayList<>(1)).add(share);
            share.setNumber(added++);
            ends.add(endOf(share));
            holdings.add(share);
        });
    }

    private void makeRoom(List<StoredShare> batch) {
        NodeName initiator = batch.get(0).initiator();
        Holding wanted = holdings.of(batch);
        Holding more = wanted;
        List<StoredShare> given = new ArrayList<>();
        for (StoredShare share : fetched.getOrDefault(initiator, new LinkedHashSet<>())) {
            if (holdings.allow(initiator, more)) {
                break;
            }
            given.add(share);
            more = more.minus(Holding.of(share));
        }
        if (!holdings.allow(initiator, more)) {
            holdings.require(initiator, wanted);
        }
        given.forEach(this::erase);
    }

    /**
     * Finds shares, all or none, in the order of the keys, and marks none of them as fetched.
     *
     * @throws RequestException with 403 if one of them is not for who asks, 404 with the keys of which there is no share for
     *     it, or not any more, 409 if who asks has to say who the master of one is
     */
    synchronized List<StoredShare> find(ShareRequester requester, List<KeyId> keyIds) {
        expire();
        List<StoredShare> found = keyIds.stream()
                .flatMap(keyId -> find(requester, keyId).stream())
                .toList();
        requireAll(keyIds, recipients(requester, found));
        return found;
    }

    private Optional<StoredShare> find(ShareRequester requester, KeyId keyId) {
        List<StoredShare> all = byKey.getOrDefault(keyId, List.of());
        List<StoredShare> fitting =
                all.stream().filter(share -> requester.isFor(share.terms())).toList();
        if (fitting.isEmpty() && !all.isEmpty()) {
            throw requester.refusal(keyId, all.get(0).terms());
        }
        if (fitting.stream().map(share -> share.terms().master()).distinct().count() > 1) {
            throw new RequestException(
                    ErrorCode.CONFLICT, "there are keys " + keyId + " of several masters: say which master's it is");
        }
        return fitting.stream().findFirst();
    }

    /**
     * Fetches shares that {@link #find} gave, all or none: copies of their values, in the same order.
     *
     * @throws RequestException with 404 if one of them is gone meanwhile; none is marked as fetched then
     */
    synchronized List<SecretBytes> fetch(ShareRequester requester, List<StoredShare> found) {
        Map<KeyId, SaeId> recipients = recipients(requester, found);
        requireAll(found.stream().map(StoredShare::keyId).toList(), recipients);
        return found.stream()
                .map(share -> fetch(requester, share, Objects.requireNonNull(recipients.get(share.keyId()))))
                .toList();
    }

    private SecretBytes fetch(ShareRequester requester, StoredShare share, SaeId recipient) {
        ends.remove(endOf(share));
        SecretBytes value = share.fetch(recipient, requester.client(), ticker.deadline(settings.grace()));
        ends.add(endOf(share));
        if (share.isFetchedByAll()) {
            fetched.computeIfAbsent(share.initiator(), initiator -> new LinkedHashSet<>())
                    .add(share);
        }
        return value;
    }

    private static End endOf(StoredShare share) {
        return new End(share.end(), share.number(), share);
    }

    /** Erases the shares whose time is over, and looks at no others. */
    public synchronized void expire() {
        while (!ends.isEmpty() && ends.first().time().isOver()) {
            erase(ends.first().share());
        }
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
        return shares.values().stream()
                .skip(Math.max(0, shares.size() - SHOWN))
                .map(share -> new ShareStatus(
                        share.keyId().toString(),
                        share.terms().master().name(),
                        share.terms().slaves().stream().map(SaeId::name).toList(),
                        share.index(),
                        share.size(),
                        settings.timeToLive().minus(share.timeToLive().left()).toSeconds()))
                .toList();
    }

    /** {@return how much is still held of the shares that a client has handed over} */
    public synchronized Holding heldFrom(NodeName initiator) {
        return holdings.of(initiator);
    }

    /** {@return the number and bytes of all shares} */
    public synchronized Holding held() {
        return holdings.all();
    }

    /** The end of the time to live of a share that is stored now. */
    Deadline timeToLive() {
        return ticker.deadline(settings.timeToLive());
    }

    /** The slave that gets each share; a share that is gone is not in it. */
    private Map<KeyId, SaeId> recipients(ShareRequester requester, List<StoredShare> found) {
        Map<KeyId, SaeId> recipients = new HashMap<>();
        for (StoredShare share : found) {
            share.recipient(requester.client(), requester.slavesOf(share.terms()))
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

    private void erase(StoredShare share) {
        ends.remove(endOf(share));
        shares.remove(share.id());
        byKey.computeIfPresent(share.keyId(), (keyId, all) -> {
            all.remove(share);
            return all.isEmpty() ? null : all;
        });
        fetched.computeIfPresent(share.initiator(), (initiator, all) -> {
            all.remove(share);
            return all.isEmpty() ? null : all;
        });
        holdings.remove(share);
        share.close();
    }
}
