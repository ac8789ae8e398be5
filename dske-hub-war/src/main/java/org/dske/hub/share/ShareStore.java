package org.dske.hub.share;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.secret.SecretBytes;

/**
 * The shares that a hub holds, and who has fetched them. Safe for concurrent use, also by several instances of the hub where they have
 * one store: a share is given to one machine for each of its slaves, whoever asks at the same moment. Nothing costs more the more shares
 * there are.
 *
 * <p>What a future stands for outlives the process, unless the store is in memory, when it is done. Every method, and every future, fails
 * with a {@link org.dske.ledger.StoreException} if the store is away; nothing has happened then.
 */
public interface ShareStore extends AutoCloseable {
    /**
     * Stores shares, all or none: at least one, each of another key, all from one client and under the same terms. If there is no room for
     * them, those of the client that all slaves have fetched go before their grace is over, the first fetched first.
     *
     * @param batch the shares, which are the store's from now on: what it does not keep it wipes
     * @param end from when on they are gone
     * @return fails with a {@link RequestException}: 409 if there is one of the same name as any of them, which stays, or 429 if they are too
     *     many
     */
    CompletableFuture<Void> add(List<NewShare> batch, Instant end, ShareLimits limits);

    /**
     * Finds shares by their keys, as they all are at one moment. Several clients may have handed over shares under the name of one key.
     *
     * @return those that are there
     */
    Map<KeyId, List<HeldShare>> find(Collection<KeyId> keyIds);

    /**
     * Gives shares to a slave's client, all or none, and takes note that it has fetched them: from now on no other machine gets them for
     * these slaves, and this one no longer than until the end of the grace. A share that all of its slaves have fetched ends with that.
     *
     * @param claims of shares that were found
     * @return copies of their values, in the same order; fails with a {@link RequestException}, 404, if one of them is gone meanwhile
     */
    CompletableFuture<List<SecretBytes>> fetch(List<Claim> claims, PeerName client, Instant graceEnd);

    /**
     * Makes durable what was added and fetched, all of it together, before anybody waits for it: else that takes until there is time.
     */
    void commit();

    /** Erases the shares whose time is over, for good when it returns, and looks at no others. */
    void expire();

    /** Erases all shares that a client has handed over, for good when it returns. */
    void eraseFrom(NodeName initiator);

    /** {@return the shares that came latest, the oldest of them first; of a batch that is just being stored perhaps a part} */
    List<HeldShare> latest(int most);

    /** {@return when the share came that is there for the longest time; nothing if there is none} */
    Optional<Instant> oldest();

    /** {@return how much is held of the shares that a client has handed over} */
    Holding heldFrom(NodeName initiator);

    /** {@return how much is held in all} */
    Holding held();

    /** {@return whether it can take nothing now, for want of what it keeps shares in} */
    boolean isFailing();

    /** Wipes what is in memory, and ends what is open for the shares alone. */
    @Override
    void close();

    /** The refusal of a share of a name that is there already. */
    static RequestException conflict(KeyId keyId) {
        return new RequestException(ErrorCode.CONFLICT, "this hub holds a share of key " + keyId + " already");
    }

    /** The refusal of shares that are too many, as the limits put it. */
    static RequestException tooMany(ShareLimits limits, Holding held, Holding all, Holding more) {
        try {
            limits.require(held, all, more);
        } catch (RequestException e) {
            return e;
        }
        throw new IllegalStateException("the limits allow what they did not allow");
    }

    /** The refusal, with their names, of keys of which there is no share, at least one. */
    static RequestException unknown(Collection<KeyId> keyIds) {
        List<String> missing = keyIds.stream().map(KeyId::toString).toList();
        String more = missing.size() == 1 ? "" : " and of " + (missing.size() - 1) + " more of the keys";
        return new RequestException(
                ErrorCode.NOT_FOUND,
                "this hub holds no share of key " + missing.get(0) + more,
                Map.of(FetchKeySharesRequest.UNKNOWN_KEYS, missing));
    }
}
