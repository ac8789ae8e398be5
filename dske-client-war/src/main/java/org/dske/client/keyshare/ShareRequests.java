package org.dske.client.keyshare;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.encryption.EncryptionKey;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.protocol.Resources;
import org.dske.protocol.exchange.IndexedKey;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/** Requests of one encryptor for shares, each of them one exchange, and the decryption of what comes. */
record ShareRequests(InBandClient inBand, SaeId master, SaeId slave, Deadline deadline) {
    /** How many characters the names of the encryptors have in a query. */
    int namesInQuery() {
        return HubRequest.encode(master.name()).length()
                + HubRequest.encode(slave.name()).length();
    }

    /** Asks for one share, by the message that every hub knows. */
    CompletableFuture<Map<KeyId, FetchedShare>> one(KeyId keyId) {
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
                response -> decrypt(
                        response.encryptionKeyAllocation(),
                        response.sharing(),
                        response.places(),
                        List.of(new EncryptedShare(
                                keyId.uuid(), response.shareIndex(), response.encryptedShareValue()))),
                deadline);
    }

    /** Asks for many shares. */
    CompletableFuture<Map<KeyId, FetchedShare>> many(List<KeyId> keyIds) {
        FetchKeySharesRequest message = new FetchKeySharesRequest(
                inBand.client().name(),
                master.name(),
                slave.name(),
                keyIds.stream()
                        .map(keyId -> new FetchKeySharesRequest.WantedShare(keyId.uuid()))
                        .toList());
        return inBand.ask(
                HubRequest.post(Resources.KEY_SHARES + "/" + Resources.FETCH, message),
                FetchKeySharesResponse.class,
                response -> {
                    requireSame(keyIds, response.shares());
                    return decrypt(
                            response.encryptionKeyAllocation(),
                            response.sharing(),
                            response.places(),
                            response.shares());
                },
                deadline);
    }

    private static void requireSame(List<KeyId> asked, List<EncryptedShare> answered) {
        Set<KeyId> keys = new HashSet<>();
        answered.forEach(share -> keys.add(new KeyId(share.userKeyId())));
        if (answered.size() != asked.size() || !keys.equals(new HashSet<>(asked))) {
            throw HubException.of(
                    HubException.Kind.INVALID_RESPONSE,
                    "its answer has not one share of each key that it was asked for");
        }
    }

    /** Decrypts shares that are encrypted with one pad, one after the other. */
    private Map<KeyId, FetchedShare> decrypt(
            AllocationMessage pad,
            @Nullable String sharing,
            @Nullable Map<String, Integer> places,
            List<EncryptedShare> encrypted) {
        FetchedShare.Terms terms = FetchedShare.Terms.of(sharing, places);
        List<IndexedKey> keys = encrypted.stream()
                .map(share -> new IndexedKey(share.userKeyId(), share.shareIndex()))
                .toList();
        List<byte[]> texts =
                encrypted.stream().map(EncryptedShare::encryptedShareValue).toList();
        int size = texts.stream().mapToInt(text -> text.length).sum();
        try (EncryptionKey key = new EncryptionKey(inBand.takePad(pad, size))) {
            return FetchedShare.byKey(terms, keys, key.decryptAll(texts));
        }
    }
}
