package org.dske.client.peerhub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.PercentEncoding;
import org.dske.key.SaeId;
import org.dske.protocol.Resources;
import org.dske.sharing.SharingMode;

/**
 * Collects shares from a hub: many in one exchange; one by one if the hub knows no better, or has shares of different modes.
 */
final class ShareCollector {
    /** What the largest context has room for beside all other parts of a request for a share. */
    private static final int MOST_IN_QUERY = 680;

    private final ShareFetcher fetcher;
    private final Lacks lacks;
    private final BatchLimit limit;
    private final int largestShare;
    private final boolean requireIts;

    /**
     * A collector.
     *
     * @param fetcher asks the hub
     * @param lacks what the hub does not have
     * @param limit how many shares go into one message
     * @param largestShare bytes of the largest share, as no one knows how large those are that are asked for
     * @param requireIts whether to believe no share of the mode {@code classic}
     */
    ShareCollector(ShareFetcher fetcher, Lacks lacks, BatchLimit limit, int largestShare, boolean requireIts) {
        this.fetcher = fetcher;
        this.lacks = lacks;
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
     * @param exchange makes the exchanges
     * @return what came of it, of each key
     */
    FetchedShares collect(List<KeyId> keyIds, SaeId master, SaeId slave, Exchanges.Exchange exchange) {
        Collection collection = new Collection(keyIds, master, slave, exchange);
        for (List<KeyId> part : limit.cut(keyIds, largestShare)) {
            if (collection.isRefused()) {
                break;
            }
            collection.fetch(part);
        }
        return collection.result();
    }

    /**
     * Whether names fit into the query of a GET that is to be signed in the suite {@code its}: if not,
     * the body of a POST carries them.
     */
    private static boolean fitIntoQuery(SaeId master, SaeId slave) {
        return encodedSize(master) + encodedSize(slave) <= MOST_IN_QUERY;
    }

    private static int encodedSize(SaeId encryptor) {
        return PercentEncoding.encode(encryptor.name(), "").length();
    }

    /** The shares that one call collects. */
    private final class Collection {
        private final List<KeyId> keyIds;
        private final SaeId master;
        private final SaeId slave;
        private final Exchanges.Exchange exchange;
        private final Map<KeyId, FetchedShare> shares = new HashMap<>();
        private final Map<KeyId, HubException> failures = new HashMap<>();

        private Collection(List<KeyId> keyIds, SaeId master, SaeId slave, Exchanges.Exchange exchange) {
            this.keyIds = keyIds;
            this.master = master;
            this.slave = slave;
            this.exchange = exchange;
        }

        boolean isRefused() {
            return !failures.isEmpty();
        }

        FetchedShares result() {
            return new FetchedShares(shares, failures);
        }

        void fetch(List<KeyId> part) {
            if ((part.size() > 1 || !fitIntoQuery(master, slave))
                    && !lacks.includes(Resources.KEY_SHARES)
                    && fetchTogether(part)) {
                return;
            }
            for (KeyId keyId : part) {
                if (isRefused()) {
                    return;
                }
                fetchOne(keyId);
            }
        }

        /** Fetches shares in one exchange; false if they have to be fetched one by one. */
        private boolean fetchTogether(List<KeyId> part) {
            long asked = lacks.now();
            try {
                add(exchange.make(attempt -> fetcher.many(part, master, slave)));
            } catch (HubException e) {
                Set<KeyId> unknown = Facts.unknownKeys(e.details(), part);
                if (e.isRefusal(ErrorCode.CONFLICT)) {
                    return false;
                }
                if (e.isRefusal(ErrorCode.NOT_FOUND) && unknown.isEmpty()) {
                    lacks.note(Resources.KEY_SHARES, asked);
                    return false;
                }
                fail(unknown, e);
            }
            return true;
        }

        private void fetchOne(KeyId keyId) {
            try {
                add(Map.of(keyId, exchange.make(attempt -> fetcher.one(keyId, master, slave))));
            } catch (HubException e) {
                fail(Set.of(keyId), e);
            }
        }

        /** Not a part of the exchange, which went well: a hub cannot help what others have left with it. */
        private void add(Map<KeyId, FetchedShare> fetched) {
            if (requireIts && fetched.values().stream().anyMatch(share -> share.mode() == SharingMode.CLASSIC)) {
                fetched.values().forEach(FetchedShare::close);
                throw HubException.of(
                        HubException.Kind.UNWANTED, "its share is of the mode classic, and its is required here");
            }
            shares.putAll(fetched);
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
