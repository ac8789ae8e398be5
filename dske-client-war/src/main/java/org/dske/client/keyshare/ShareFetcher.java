package org.dske.client.keyshare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.protocol.Resources;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Fetches shares from a hub and decrypts them: many in one exchange; one by one if the hub knows no better, or has shares of different
 * modes. Source: protocol, section 3.
 */
public final class ShareFetcher {
    /** What the largest context of the suite {@code its} has room for beside all other parts of a request for a share. */
    private static final int MOST_IN_QUERY = 680;

    private final InBandClient inBand;
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
    public ShareFetcher(InBandClient inBand, BatchLimit limit, int largestShare, boolean requireIts) {
        this.inBand = inBand;
        this.limit = limit;
        this.largestShare = largestShare;
        this.requireIts = requireIts;
    }

    /**
     * Asks for the shares of some keys, until one of them is refused.
     *
     * @param master the encryptor that the keys were made for
     * @return what came of it, of each key; fails with a {@link HubException} if that is not known in time
     */
    public CompletableFuture<FetchedShares> fetch(List<KeyId> keyIds, SaeId master, SaeId slave, Duration time) {
        List<KeyId> asked = List.copyOf(keyIds);
        return inBand.start(time, deadline -> {
            Fetch fetch = new Fetch(asked, master, slave, deadline);
            return fetch.inTurn(limit.cut(asked, largestShare), fetch::fetch).thenApply(done -> fetch.result());
        });
    }

    /** Decrypts shares that are encrypted with one pad, one after the other. */
    private List<FetchedShare> decrypt(
            AllocationMessage pad,
            @Nullable String sharing,
            @Nullable Map<String, Integer> places,
            List<EncryptedShare> encrypted) {
        SharingMode mode = SharingMode.of(sharing);
        Places ofAll = places == null ? null : Places.of(places);
        List<byte[]> texts =
                encrypted.stream().map(EncryptedShare::encryptedShareValue).toList();
        int size = texts.stream().mapToInt(text -> text.length).sum();
        try (EncryptionKey key = new EncryptionKey(inBand.takePad(pad, size))) {
            List<SecretBytes> values = key.decryptAll(texts);
            List<FetchedShare> shares = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                shares.add(
                        new FetchedShare(mode, ofAll, new Share(encrypted.get(i).shareIndex(), values.get(i))));
            }
            return shares;
        }
    }

    /** What one call fetches: one exchange after the other. */
    private final class Fetch {
        private final List<KeyId> keyIds;
        private final SaeId master;
        private final SaeId slave;
        private final Deadline deadline;
        private final Map<KeyId, FetchedShare> shares = new HashMap<>();
        private final Map<KeyId, HubException> failures = new HashMap<>();

        private Fetch(List<KeyId> keyIds, SaeId master, SaeId slave, Deadline deadline) {
            this.keyIds = keyIds;
            this.master = master;
            this.slave = slave;
            this.deadline = deadline;
        }

        FetchedShares result() {
            return new FetchedShares(shares, failures);
        }

        /** Fetches one thing after the other, until the hub refuses a key. */
        <T> CompletableFuture<Void> inTurn(List<T> all, Function<T, CompletableFuture<Void>> step) {
            return InBandClient.inTurn(
                    all, each -> failures.isEmpty() ? step.apply(each) : CompletableFuture.completedFuture(null));
        }

        /** What does not fit into the query of a GET that is to be signed in the suite {@code its} goes into the body of a POST. */
        CompletableFuture<Void> fetch(List<KeyId> part) {
            boolean fitsIntoQuery = HubRequest.encode(master.name()).length()
                            + HubRequest.encode(slave.name()).length()
                    <= MOST_IN_QUERY;
            return (part.size() > 1 || !fitsIntoQuery) && !inBand.missing().includes(Resources.KEY_SHARES)
                    ? fetchTogether(part)
                    : inTurn(part, this::fetchOne);
        }

        /** Fetches shares in one exchange, or one by one if that is how the hub gives them. */
        private CompletableFuture<Void> fetchTogether(List<KeyId> part) {
            long asked = inBand.missing().now();
            FetchKeySharesRequest message = new FetchKeySharesRequest(
                    inBand.client().name(),
                    master.name(),
                    slave.name(),
                    part.stream()
                            .map(keyId -> new FetchKeySharesRequest.WantedShare(keyId.uuid()))
                            .toList());
            return inBand.ask(
                            HubRequest.post(Resources.KEY_SHARES + "/" + Resources.FETCH, message),
                            FetchKeySharesResponse.class,
                            response -> read(part, response),
                            deadline)
                    .thenAccept(this::add)
                    .exceptionallyCompose(failure -> {
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

        private Map<KeyId, FetchedShare> read(List<KeyId> asked, FetchKeySharesResponse response) {
            List<EncryptedShare> encrypted = response.shares();
            List<KeyId> answered = encrypted.stream()
                    .map(share -> new KeyId(share.userKeyId()))
                    .toList();
            if (answered.size() != asked.size() || !new HashSet<>(answered).equals(new HashSet<>(asked))) {
                throw HubException.of(
                        HubException.Kind.INVALID_RESPONSE,
                        "its answer has not one share of each key that it was asked for");
            }
            List<FetchedShare> decrypted =
                    decrypt(response.encryptionKeyAllocation(), response.sharing(), response.places(), encrypted);
            Map<KeyId, FetchedShare> byKey = new HashMap<>();
            for (int i = 0; i < decrypted.size(); i++) {
                byKey.put(answered.get(i), decrypted.get(i));
            }
            return byKey;
        }

        /** Fetches one share, by the message that every hub knows. */
        private CompletableFuture<Void> fetchOne(KeyId keyId) {
            String query = HubRequest.query(
                    Resources.CLIENT_NAME,
                    inBand.client().name(),
                    Resources.MASTER_SAE_ID,
                    master.name(),
                    Resources.SLAVE_SAE_ID,
                    slave.name(),
                    Resources.KEY_ID,
                    keyId.toString());
            return inBand.ask(
                            HubRequest.get(Resources.KEY_SHARE, query),
                            GetKeyShareResponse.class,
                            response -> read(keyId, response),
                            deadline)
                    .thenAccept(this::add)
                    .exceptionally(failure -> {
                        fail(Set.of(keyId), HubException.explain(failure));
                        return null;
                    });
        }

        private Map<KeyId, FetchedShare> read(KeyId keyId, GetKeyShareResponse response) {
            EncryptedShare encrypted =
                    new EncryptedShare(keyId.uuid(), response.shareIndex(), response.encryptedShareValue());
            return Map.of(
                    keyId,
                    decrypt(
                                    response.encryptionKeyAllocation(),
                                    response.sharing(),
                                    response.places(),
                                    List.of(encrypted))
                            .getFirst());
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
