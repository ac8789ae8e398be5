package org.dske.hub.keyshare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dske.allocation.Allocation;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.hub.client.PeerClient;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareId;
import org.dske.hub.share.ShareTerms;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.psrd.UnknownBlockException;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;

/** One half of what a hub is there for: it takes shares from initiators, and checks who may hand over which. */
public final class KeyShareIntake {
    private final KeyShares shares;

    public KeyShareIntake(KeyShares shares) {
        this.shares = shares;
    }

    /**
     * Takes shares, all or none. The bytes that encrypt them are used up as soon as the request is known to name them
     * rightly, whatever becomes of the shares: their owner has spent them.
     *
     * @param exchange who signed the request
     * @param message the shares, encrypted
     * @throws RequestException with 403 if the signer may not post them, 409 if there is a share of one of the keys,
     *     429 if they are more than the hub holds for the signer, or for all
     */
    void take(SignedExchange exchange, PostKeySharesRequest message) {
        PeerClient signer = exchange.client();
        exchange.requireSigner(message.masterClientName());
        ShareTerms terms = ShareTerms.of(message);
        if (!signer.encryptors().contains(terms.master())) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "encryptor " + terms.master() + " is not one of client " + signer.name());
        }
        message.shares().forEach(share -> terms.mode().requireIndex(share.shareIndex()));
        shares.addAll(batch(signer.name(), terms, message.shares(), decrypt(signer, message)));
    }

    private static List<NewShare> batch(
            NodeName initiator, ShareTerms terms, List<EncryptedShare> encrypted, List<SecretBytes> values) {
        List<NewShare> batch = new ArrayList<>();
        for (int i = 0; i < encrypted.size(); i++) {
            EncryptedShare share = encrypted.get(i);
            batch.add(new NewShare(
                    new ShareId(initiator, terms.master(), new KeyId(share.userKeyId())),
                    terms,
                    new Share(share.shareIndex(), values.get(i))));
        }
        return batch;
    }

    private static List<SecretBytes> decrypt(PeerClient signer, PostKeySharesRequest message) {
        Allocation allocation = message.encryptionKeyAllocation().toAllocation();
        List<byte[]> encrypted = message.shares().stream()
                .map(EncryptedShare::encryptedShareValue)
                .toList();
        int size = encrypted.stream().mapToInt(value -> value.length).sum();
        try (EncryptionKey pad = new EncryptionKey(signer.clientPool().peek(allocation, size, Duration.ZERO))) {
            signer.clientPool().consume(allocation);
            return pad.decryptAll(encrypted);
        } catch (UnknownBlockException e) {
            throw new InvalidException("encryption_key_allocation: " + e.getMessage());
        }
    }
}
