package org.dske.client.keyshare;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.client.transport.SignedChannel;
import org.dske.encryption.EncryptionKey;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
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

/** Asks a hub for shares, and decrypts them: one exchange a call. */
final class ShareFetcher {
    private final NodeName client;
    private final InBandClient inBand;
    private final SignedChannel channel;

    /**
     * A fetcher.
     *
     * @param client who asks
     * @param inBand the hub
     * @param channel takes the pads that shares are encrypted with
     */
    ShareFetcher(NodeName client, InBandClient inBand, SignedChannel channel) {
        this.client = client;
        this.inBand = inBand;
        this.channel = channel;
    }

    /** Asks for one share, by the message that every hub knows. */
    CompletableFuture<FetchedShare> one(KeyId keyId, SaeId master, SaeId slave, Deadline deadline) {
        String query = Resources.CLIENT_NAME + "=" + HubRequest.encode(client.name()) + "&" + Resources.MASTER_SAE_ID
                + "=" + HubRequest.encode(master.name()) + "&" + Resources.SLAVE_SAE_ID + "="
                + HubRequest.encode(slave.name()) + "&" + Resources.KEY_ID + "=" + keyId;
        return inBand.ask(
                HubRequest.get(Resources.KEY_SHARE, query), GetKeyShareResponse.class, this::decrypt, deadline);
    }

    private CompletableFuture<FetchedShare> decrypt(GetKeyShareResponse response) {
        SharingMode mode = SharingMode.of(response.sharing());
        Places places = places(response.places());
        return decrypt(response.encryptionKeyAllocation(), List.of(response.encryptedShareValue()))
                .thenApply(values -> new FetchedShare(mode, places, new Share(response.shareIndex(), values.get(0))));
    }

    /** Asks for many shares. */
    CompletableFuture<Map<KeyId, FetchedShare>> many(List<KeyId> keyIds, SaeId master, SaeId slave, Deadline deadline) {
        FetchKeySharesRequest request = new FetchKeySharesRequest(
                client.name(),
                master.name(),
                slave.name(),
                keyIds.stream()
                        .map(keyId -> new FetchKeySharesRequest.WantedShare(keyId.uuid()))
                        .toList());
        return inBand.ask(
                HubRequest.post(Resources.KEY_SHARES + "/" + Resources.FETCH, request),
                FetchKeySharesResponse.class,
                response -> decrypt(keyIds, response),
                deadline);
    }

    private CompletableFuture<Map<KeyId, FetchedShare>> decrypt(List<KeyId> keyIds, FetchKeySharesResponse response) {
        SharingMode mode = SharingMode.of(response.sharing());
        Places places = places(response.places());
        List<EncryptedShare> encrypted = response.shares();
        requireSame(keyIds, encrypted);
        return decrypt(
                        response.encryptionKeyAllocation(),
                        encrypted.stream()
                                .map(EncryptedShare::encryptedShareValue)
                                .toList())
                .thenApply(values -> {
                    Map<KeyId, FetchedShare> shares = new HashMap<>();
                    for (int i = 0; i < encrypted.size(); i++) {
                        EncryptedShare each = encrypted.get(i);
                        shares.put(
                                new KeyId(each.userKeyId()),
                                new FetchedShare(mode, places, new Share(each.shareIndex(), values.get(i))));
                    }
                    return shares;
                });
    }

    private static @Nullable Places places(@Nullable Map<String, Integer> message) {
        return message == null ? null : Places.of(message);
    }

    private static void requireSame(List<KeyId> asked, List<EncryptedShare> given) {
        Set<KeyId> keys = new HashSet<>();
        given.forEach(share -> keys.add(new KeyId(share.userKeyId())));
        if (given.size() != asked.size() || !keys.equals(new HashSet<>(asked))) {
            throw HubException.of(
                    HubException.Kind.INVALID_RESPONSE,
                    "its answer has not one share of each key that it was asked for");
        }
    }

    /** Decrypts texts that are encrypted with one allocation, one after the other. */
    private CompletableFuture<List<SecretBytes>> decrypt(AllocationMessage message, List<byte[]> encrypted) {
        int size = encrypted.stream().mapToInt(text -> text.length).sum();
        return channel.take(message.toAllocation(), size).thenApply(bytes -> {
            try (EncryptionKey pad = new EncryptionKey(bytes)) {
                return pad.decryptAll(encrypted);
            }
        });
    }
}
