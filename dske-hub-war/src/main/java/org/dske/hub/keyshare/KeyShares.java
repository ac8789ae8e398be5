package org.dske.hub.keyshare;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.quota.Quotas;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.Holding;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareStore;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.secret.SecretBytes;

/**
 * Who may have which of the shares that a hub holds, and for how long. Safe for concurrent use: what concerns several shares happens to
 * all of them at once or to none, and nobody sees anything in between. What a method has done, and what a future
 * stands for, is durable, if the store is.
 */
public final class KeyShares {
    /** How many shares the status shows. */
    static final int SHOWN = 1_000;

    private final KeyShareSettings settings;
    private final Quotas quotas;
    private final IntSupplier sharers;
    private final ShareStore store;
    private final InstantSource clock;
    private final LongAdder taken = new LongAdder();
    private final LongAdder fetched = new LongAdder();

    /**
     * The shares of a store, which may be as many as the quotas say: of those on all clients, each of the sharers has an equal part.
     *
     * @param clock which does not jump, the same as the store's
     */
    public KeyShares(
            KeyShareSettings settings, Quotas quotas, IntSupplier sharers, ShareStore store, InstantSource clock) {
        this.settings = settings;
        this.quotas = quotas;
        this.sharers = sharers;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Stores shares, all or none: at least one, each of another key, all from one client and under the same terms. If there is no room for
     * them, those of the client that have been fetched go before their grace is over, the first fetched first.
     *
     * @param batch the shares, which are not the caller's any more, whatever comes of it
     * @return done when they are stored; fails with a {@link RequestException}: 409 if the client has handed one over of the same key
     *     as any of them, which stays; 429 if they are too many
     */
    CompletableFuture<Void> add(List<NewShare> batch) {
        NodeName initiator = batch.getFirst().id().initiator();
        return store.add(
                        batch,
                        clock.instant().plus(settings.timeToLive()),
                        new ClientLimits(initiator, quotas, sharers.getAsInt()))
                .thenRun(() -> taken.add(batch.size()));
    }

    /**
     * Finds shares, all or none, in the order of the keys, and marks none of them as fetched.
     *
     * @throws RequestException with 403 if one of them is not for who asks, 404 with the keys of which there is no share for
     *     it, or not any more, 409 if who asks has to say who the master of one is
     */
    List<Claim> find(ShareRequester requester, List<KeyId> keyIds) {
        Map<KeyId, List<HeldShare>> held = store.find(keyIds);
        // One moment for all of them: shares that end together are gone together.
        Instant now = clock.instant();
        List<Claim> found = keyIds.stream()
                .flatMap(keyId -> find(requester, keyId, held.getOrDefault(keyId, List.of()), now).stream())
                .toList();
        if (found.size() < keyIds.size()) {
            Set<KeyId> missing = new HashSet<>(keyIds);
            found.forEach(claim -> missing.remove(claim.share().id().keyId()));
            throw ShareStore.unknown(keyIds.stream().filter(missing::contains).toList());
        }
        return found;
    }

    private Optional<Claim> find(ShareRequester requester, KeyId keyId, List<HeldShare> all, Instant now) {
        List<HeldShare> fitting =
                all.stream().filter(share -> requester.isFor(share.terms())).toList();
        if (fitting.isEmpty() && !all.isEmpty()) {
            throw requester.refusal(keyId, all.getFirst().terms());
        }
        if (fitting.stream().map(share -> share.terms().master()).distinct().count() > 1) {
            throw new RequestException(
                    ErrorCode.CONFLICT, "there are keys " + keyId + " of several masters: say which master's it is");
        }
        return fitting.stream()
                .findFirst()
                .flatMap(share -> recipient(requester, share, now).map(slave -> new Claim(share, slave)));
    }

    /** The first of the slaves that who asks gets the share for now; nothing if it is gone for all of them. */
    private Optional<SaeId> recipient(ShareRequester requester, HeldShare share, Instant now) {
        return requester.slavesOf(share.terms()).stream()
                .filter(slave -> share.isFetchable(slave, requester.client(), now))
                .findFirst();
    }

    /**
     * Fetches shares that {@link #find} gave, all or none: copies of their values, in the same order.
     *
     * @return fails with a {@link RequestException}, 404, if one of them is gone meanwhile; none is marked as fetched then
     */
    CompletableFuture<List<SecretBytes>> fetch(ShareRequester requester, List<Claim> found) {
        return store.fetch(found, requester.client(), clock.instant().plus(settings.grace()))
                .thenApply(values -> {
                    fetched.add(values.size());
                    return values;
                });
    }

    /** Waits for what {@link #add} or {@link #fetch} has given, or has been made of it: in the store it goes with all else that waits. */
    <T> T await(CompletableFuture<T> stored) {
        if (!stored.isDone()) {
            store.commit();
        }
        return Durable.await(stored);
    }

    /** Erases the shares whose time is over, and looks at no others. */
    public void expire() {
        store.expire();
    }

    /** Erases all shares that a client has handed over. */
    public void eraseFrom(NodeName initiator) {
        store.eraseFrom(initiator);
    }

    /** {@return whether no share can be taken or given out now, for want of what they are kept in} */
    public boolean isFailing() {
        return store.isFailing();
    }

    /** Wipes what is in memory, and ends what is open for the shares alone. */
    public void close() {
        store.close();
    }

    /**
     * What there is to see of the shares: of the latest of them, since a hub may hold more than anybody would read, and than its
     * memory has room for a second time.
     *
     * @return one element a share, at most {@value #SHOWN}, the oldest first
     */
    public List<ShareStatus> status() {
        return store.latest(SHOWN).stream()
                .map(share -> new ShareStatus(
                        share.id().keyId().toString(),
                        share.terms().master().name(),
                        share.terms().slaves().stream().map(SaeId::name).toList(),
                        share.index(),
                        share.size(),
                        Duration.between(share.since(), clock.instant()).toSeconds()))
                .toList();
    }

    /** {@return for how long the oldest share has been there; nothing if there is none} */
    public Optional<Duration> oldest() {
        return store.oldest().map(since -> Duration.between(since, clock.instant()));
    }

    /** {@return how many shares have been stored since the hub started} */
    public long taken() {
        return taken.sum();
    }

    /** {@return how many shares have been fetched since the hub started; one that its responder fetches again counts again} */
    public long fetched() {
        return fetched.sum();
    }

    /** {@return how much is still held of the shares that a client has handed over} */
    public Holding heldFrom(NodeName initiator) {
        return store.heldFrom(initiator);
    }

    /** {@return the number and bytes of all shares} */
    public Holding held() {
        return store.held();
    }
}
