package org.dske.client.peerhub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.dske.encryption.EncryptionKey;
import org.dske.error.DskeException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.psrd.Allocation;
import org.dske.psrd.PeerPool;
import org.dske.psrd.UnknownBlockException;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/** Asks a hub for shares, and decrypts them: one exchange a call. */
final class ShareFetcher {
    private final NodeName client;
    private final InBand inBand;
    private final Outlay outlay;
    private final PeerPool hubPool;
    private final Duration patience;

    /**
     * A fetcher.
     *
     * @param client who asks
     * @param inBand the hub
     * @param outlay the bytes that messages cost
     * @param hubPool the pool that the hub encrypts shares out of
     * @param patience how long to wait for a block that the hub has named and that is under way
     */
    ShareFetcher(NodeName client, InBand inBand, Outlay outlay, PeerPool hubPool, Duration patience) {
        this.client = client;
        this.inBand = inBand;
        this.outlay = outlay;
        this.hubPool = hubPool;
        this.patience = patience;
    }

    /** Asks for one share, by the message that every hub knows. */
    FetchedShare one(KeyId keyId, SaeId master, SaeId slave) {
        GetKeyShareResponse response = outlay.ask(key -> inBand.get(keyId, master, slave, key));
        return sense(() -> {
            SharingMode mode = SharingMode.of(response.sharing());
            Places places = places(response.places());
            SecretBytes value = decrypt(response.encryptionKeyAllocation(), List.of(response.encryptedShareValue()))
                    .get(0);
            return new FetchedShare(mode, places, new Share(response.shareIndex(), value));
        });
    }

    /** Asks for many shares. */
    Map<KeyId, FetchedShare> many(List<KeyId> keyIds, SaeId master, SaeId slave) {
        FetchKeySharesRequest request = new FetchKeySharesRequest(
                client.name(),
                master.name(),
                slave.name(),
                keyIds.stream()
                        .map(keyId -> new FetchKeySharesRequest.WantedShare(keyId.uuid()))
                        .toList());
        FetchKeySharesResponse response = outlay.ask(key -> inBand.fetchMany(request, key));
        return sense(() -> open(keyIds, response));
    }

    private Map<KeyId, FetchedShare> open(List<KeyId> keyIds, FetchKeySharesResponse response) {
        SharingMode mode = SharingMode.of(response.sharing());
        Places places = places(response.places());
        List<EncryptedShare> encrypted = response.shares();
        requireSame(keyIds, encrypted);
        List<SecretBytes> values = decrypt(
                response.encryptionKeyAllocation(),
                encrypted.stream().map(EncryptedShare::encryptedShareValue).toList());
        Map<KeyId, FetchedShare> shares = new HashMap<>();
        for (int i = 0; i < encrypted.size(); i++) {
            EncryptedShare each = encrypted.get(i);
            shares.put(
                    new KeyId(each.userKeyId()),
                    new FetchedShare(mode, places, new Share(each.shareIndex(), values.get(i))));
        }
        return shares;
    }

    private static @Nullable Places places(@Nullable Map<String, Integer> message) {
        return message == null ? null : Places.of(message);
    }

    /** Makes sense of an answer that has been verified: if there is none in it, that is the hub's own doing. */
    private static <T> T sense(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UnknownBlockException e) {
            // The two are out of step, as after a restart.
            throw e;
        } catch (DskeException e) {
            throw HubException.of(HubException.Kind.NONSENSE, HubHttp.explain(e).getMessage());
        }
    }

    private static void requireSame(List<KeyId> asked, List<EncryptedShare> given) {
        Set<KeyId> keys = new HashSet<>();
        given.forEach(share -> keys.add(new KeyId(share.userKeyId())));
        if (given.size() != asked.size() || !keys.equals(new HashSet<>(asked))) {
            throw HubException.of(
                    HubException.Kind.NONSENSE, "its answer has not one share of each key that it was asked for");
        }
    }

    /** Decrypts texts that are encrypted with one allocation, one after the other. */
    private List<SecretBytes> decrypt(AllocationMessage message, List<byte[]> encrypted) {
        int size = encrypted.stream().mapToInt(text -> text.length).sum();
        Allocation allocation = message.toAllocation();
        try (SecretBytes pad = hubPool.peek(allocation, size, patience)) {
            List<SecretBytes> texts = new ArrayList<>(new EncryptionKey(pad).decryptAll(encrypted));
            try {
                hubPool.consume(allocation);
                return texts;
            } catch (RuntimeException e) {
                texts.forEach(SecretBytes::close);
                throw e;
            }
        }
    }
}
