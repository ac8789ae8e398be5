package org.dske.hub.keyshare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.hub.registration.PeerClient;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.psrd.AllocatedBytes;
import org.dske.psrd.Allocation;
import org.dske.psrd.UnknownBlockException;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ClassicSharing;
import org.dske.sharing.Share;
import org.jspecify.annotations.Nullable;

/**
 * What a hub is there for: it takes shares from initiators and gives them to responders, and checks who may do either.
 */
public final class KeyShareRelay {
    /** The places 254 and 255 of the mode {@code classic} are for its digest and the key: they never come from a hub. */
    private static final int MAX_INDEX = 253;

    private static final int MAX_THRESHOLD = 255;

    private final KeyShares shares;

    /**
     * A relay.
     *
     * @param shares where shares are held
     */
    public KeyShareRelay(KeyShares shares) {
        this.shares = shares;
    }

    /**
     * Takes a share. The bytes that encrypt it are used up as soon as the request is known to name them rightly, whatever
     * becomes of the share: their owner has spent them.
     *
     * @param exchange who signed the request
     * @param message the share, encrypted
     * @throws RequestException with 403 if the signer may not post it, 409 if there is a share of the key
     */
    void take(SignedExchange exchange, PostKeyShareRequest message) {
        PeerClient signer = exchange.client();
        SaeId master = new SaeId(message.masterSaeId());
        exchange.requireSigner(message.masterClientName());
        if (!signer.encryptors().contains(master)) {
            throw notPermitted("encryptor " + master + " is not one of client " + signer.name());
        }
        requireClassic(message);
        requireThreshold(message);
        Set<SaeId> slaves = slaves(message);
        KeyId keyId = new KeyId(message.userKeyId());
        Share share = new Share(index(message), decrypt(signer, message));
        try {
            shares.add(new StoredShare(
                    keyId, master, slaves, share, message.sharing(), message.threshold(), shares.now()));
        } catch (RequestException e) {
            share.close();
            throw e;
        }
    }

    /**
     * Gives a share out.
     *
     * @param exchange who signed the request, and what the response is encrypted with
     * @param clientName who says to ask
     * @param master the encryptor that the key was made for, if the request says so
     * @param slave the encryptor that asks, if the request says so
     * @param keyId the key
     * @return the share, encrypted
     * @throws RequestException with 403 if the signer may not get it, 404 if there is no such share
     */
    GetKeyShareResponse give(
            SignedExchange exchange, String clientName, @Nullable SaeId master, @Nullable SaeId slave, KeyId keyId) {
        PeerClient signer = exchange.client();
        exchange.requireSigner(clientName);
        StoredShare stored = shares.get(keyId);
        SaeId recipient = recipient(signer, stored, slave);
        if (master != null && !master.equals(stored.master())) {
            throw notPermitted("encryptor " + master + " is not the master of key " + keyId);
        }
        stored.requireFetchable(recipient, signer.name());
        try (AllocatedBytes pad = exchange.allocate(stored.size());
                SecretBytes value = stored.fetch(recipient, signer.name(), shares.now())) {
            return new GetKeyShareResponse(
                    stored.index(),
                    AllocationMessage.of(pad.allocation()),
                    new EncryptionKey(pad.bytes()).encrypt(value),
                    stored.sharing(),
                    stored.threshold());
        }
    }

    private static SecretBytes decrypt(PeerClient signer, PostKeyShareRequest message) {
        Allocation allocation = message.encryptionKeyAllocation().toAllocation();
        byte[] encrypted = message.encryptedShareValue();
        try (SecretBytes pad = signer.clientPool().peek(allocation, encrypted.length, Duration.ZERO)) {
            SecretBytes value = new EncryptionKey(pad).decrypt(encrypted);
            signer.clientPool().consume(allocation);
            return value;
        } catch (UnknownBlockException e) {
            throw new InvalidException("encryption_key_allocation: " + e.getMessage());
        }
    }

    private static int index(PostKeyShareRequest message) {
        int index = message.shareIndex();
        if (index < 0 || index > MAX_INDEX) {
            throw new InvalidException("share_index is not in 0.." + MAX_INDEX);
        }
        return index;
    }

    private static void requireClassic(PostKeyShareRequest message) {
        String sharing = message.sharing();
        if (sharing != null && !sharing.equals(ClassicSharing.NAME)) {
            throw new InvalidException("this hub knows the mode of sharing " + ClassicSharing.NAME + " only");
        }
    }

    private static void requireThreshold(PostKeyShareRequest message) {
        Integer threshold = message.threshold();
        if (threshold != null && (threshold < 1 || threshold > MAX_THRESHOLD)) {
            throw new InvalidException("threshold is not in 1.." + MAX_THRESHOLD);
        }
    }

    private static Set<SaeId> slaves(PostKeyShareRequest message) {
        List<SaeId> slaves = new ArrayList<>();
        slaves.add(new SaeId(message.slaveSaeId()));
        List<String> additional = message.additionalSlaveSaeIds();
        if (additional != null) {
            additional.stream().map(SaeId::new).forEach(slaves::add);
        }
        return new HashSet<>(slaves);
    }

    /** The slave on whose behalf the signer asks: the one it names, or any of its encryptors that is one. */
    private static SaeId recipient(PeerClient signer, StoredShare stored, @Nullable SaeId named) {
        Optional<SaeId> recipient = stored.slaves().stream()
                .filter(slave -> named == null || named.equals(slave))
                .filter(signer.encryptors()::contains)
                .findFirst();
        return recipient.orElseThrow(() -> notPermitted(
                "client " + signer.name() + " has no such encryptor that key " + stored.keyId() + " is for"));
    }

    private static RequestException notPermitted(String message) {
        return new RequestException(ErrorCode.NOT_PERMITTED, message);
    }
}
