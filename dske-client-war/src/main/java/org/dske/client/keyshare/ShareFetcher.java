package org.dske.client.keyshare;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dske.client.transport.ErrorDetails;
import org.dske.client.transport.HubException;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.Resources;
import org.dske.sharing.SharingMode;

/**
 * Fetches shares from a hub: with all else that is waiting for it, by the batch or one by one, as the hub knows it; one by one also if
 * it has shares of different modes or sizes. Source: protocol, section 3.
 */
public final class ShareFetcher {
    /** What the largest context of the suite {@code its} has room for beside all other parts of a request for a share. */
    private static final int MOST_IN_QUERY = 680;

    private final InBandClient inBand;
    private final ExchangeQueue queue;
    private final BatchLimit limit;
    private final int largestShare;
    private final boolean requireIts;

    /**
     * A fetcher.
     *
     * @param inBand the hub
     * @param limit how many shares go into one message
     * @param largestShare bytes of the largest share, as no one knows how large those are that are asked for
     * @param requireIts whether to believe no share of the mode {@code classic}
     */
    public ShareFetcher(
            InBandClient inBand, ExchangeQueue queue, BatchLimit limit, int largestShare, boolean requireIts) {
        this.inBand = inBand;
        this.queue = queue;
        this.limit = limit;
        this.largestShare = largestShare;
        this.requireIts = requireIts;
    }

    /**
     * Asks for the shares of some keys, until one of them is refused.
     *
     * @param keyIds the keys
     * @param master the encryptor that the keys were made for
     * @param slave the encryptor that asks
     * @param time how long all of it may take
     * @return what came of it, of each key; fails with a {@link HubException} if that is not known in time
     */
    public CompletableFuture<FetchedShares> fetch(List<KeyId> keyIds, SaeId master, SaeId slave, Duration time) {
        List<KeyId> asked = List.copyOf(keyIds);
        return InBandClient.inTime(time, () -> {}, deadline -> {
            Fetch fetch = new Fetch(asked, new ShareRequests(inBand, master, slave, deadline));
            return fetch.inTurn(limit.cut(asked, largestShare), fetch::fetch).thenApply(done -> fetch.result());
        });
    }

    /**
     * Asks for the shares of some keys that nobody waits for: of all of them or none, in one entry of an exchange, and in no other way.
     *
     * @param shareSize about how many bytes each share has
     * @return the shares of all keys; fails with a {@link HubException} if the hub does not give all, or has no exchanges
     */
    public CompletableFuture<FetchedShares> fetchBeside(
            List<KeyId> keyIds, SaeId master, SaeId slave, int shareSize, Duration time) {
        if (inBand.missing().includes(Resources.EXCHANGE)) {
            return CompletableFuture.failedFuture(
                    HubException.refused(ErrorCode.NOT_FOUND.httpStatus(), ErrorDetails.NONE, "it takes no exchanges"));
        }
        return InBandClient.inTime(
                time,
                () -> {},
                deadline -> queue.get(master, slave, keyIds, shareSize, deadline)
                        .thenApply(this::requireWanted)
                        .thenApply(shares -> new FetchedShares(shares, Map.of())));
    }

    /**
     * Has what is asked for meanwhile go in one exchange, as far as that can be.
     *
     * @param asking asks, and waits for nothing
     */
    public <T> T together(Supplier<T> asking) {
        return queue.together(asking);
    }

    /** Not a part of the exchange, which went well: a hub cannot help what others have left with it. */
    private Map<KeyId, FetchedShare> requireWanted(Map<KeyId, FetchedShare> fetched) {
        if (requireIts && fetched.values().stream().anyMatch(share -> share.mode() == SharingMode.CLASSIC)) {
            fetched.values().forEach(FetchedShare::close);
            throw HubException.of(
                    HubException.Kind.UNWANTED, "its share is of the mode classic, and its is required here");
        }
        return fetched;
    }

    /** What one call fetches: one exchange after the other. */
    private final class Fetch {
        private final List<KeyId> keyIds;
        private final ShareRequests requests;
        private final Map<KeyId, FetchedShare> shares = new HashMap<>();
        private final Map<KeyId, HubException> failures = new HashMap<>();

        private Fetch(List<KeyId> keyIds, ShareRequests requests) {
            this.keyIds = keyIds;
            this.requests = requests;
        }

        FetchedShares result() {
            return new FetchedShares(shares, failures);
        }

        /** Fetches one thing after the other, until the hub refuses a key. */
        <T> CompletableFuture<Void> inTurn(List<T> all, Function<T, CompletableFuture<Void>> step) {
            return InBandClient.inTurn(
                    all, each -> failures.isEmpty() ? step.apply(each) : CompletableFuture.completedFuture(null));
        }

        CompletableFuture<Void> fetch(List<KeyId> part) {
            if (inBand.missing().includes(Resources.EXCHANGE)) {
                return fetchApart(part);
            }
            return queue.get(requests.master(), requests.slave(), part, largestShare, requests.deadline())
                    .thenAccept(this::add)
                    .exceptionallyCompose(failure -> {
                        HubException why = HubException.explain(failure);
                        boolean isUnknown = why.isRefusal(ErrorCode.NOT_FOUND);
                        boolean hasNoExchanges = isUnknown && inBand.missing().includes(Resources.EXCHANGE);
                        boolean needsAnswerOfItsOwn = part.size() > 1
                                && (isUnknown
                                        || why.isRefusal(ErrorCode.CONFLICT)
                                        || why.isRefusal(ErrorCode.TOO_LARGE));
                        if (hasNoExchanges || needsAnswerOfItsOwn) {
                            // Which says of which keys there is no share, without giving any, and has room for shares
                            // of different sizes.
                            return fetchApart(part);
                        }
                        fail(Set.copyOf(part), why);
                        return CompletableFuture.completedFuture(null);
                    });
        }

        /** What does not fit into the query of a GET that is to be signed in the suite {@code its} goes into the body of a POST. */
        private CompletableFuture<Void> fetchApart(List<KeyId> part) {
            return inBand.enter(requests.deadline(), () -> fetchTogetherOrEach(part));
        }

        private CompletableFuture<Void> fetchTogetherOrEach(List<KeyId> part) {
            boolean together = part.size() > 1 || requests.namesInQuery() > MOST_IN_QUERY;
            return together && !inBand.missing().includes(Resources.KEY_SHARES)
                    ? fetchTogether(part)
                    : inTurn(part, this::fetchOne);
        }

        /** Fetches shares in one exchange, or one by one if that is how the hub gives them. */
        private CompletableFuture<Void> fetchTogether(List<KeyId> part) {
            long asked = inBand.missing().now();
            return requests.many(part).thenAccept(this::add).exceptionallyCompose(failure -> {
                HubException why = HubException.explain(failure);
                Set<KeyId> unknown = why.details().unknownKeys(part);
                boolean hasNoBatches = why.isRefusal(ErrorCode.NOT_FOUND) && unknown.isEmpty();
                if (hasNoBatches) {
                    inBand.missing().note(Resources.KEY_SHARES, asked);
                }
                if (hasNoBatches || why.isRefusal(ErrorCode.CONFLICT)) {
                    return inTurn(part, this::fetchOne);
                }
                fail(unknown, why);
                return CompletableFuture.completedFuture(null);
            });
        }

        private CompletableFuture<Void> fetchOne(KeyId keyId) {
            return requests.one(keyId).thenAccept(this::add).exceptionally(failure -> {
                fail(Set.of(keyId), HubException.explain(failure));
                return null;
            });
        }

        private void add(Map<KeyId, FetchedShare> fetched) {
            shares.putAll(requireWanted(fetched));
        }

        /** That the hub has no share is about those keys; any other failure is about all keys that are not there yet. */
        private void fail(Set<KeyId> about, HubException why) {
            keyIds.stream()
                    .filter(keyId ->
                            why.isRefusal(ErrorCode.NOT_FOUND) ? about.contains(keyId) : !shares.containsKey(keyId))
                    .forEach(keyId -> failures.put(keyId, why));
        }
    }
}
