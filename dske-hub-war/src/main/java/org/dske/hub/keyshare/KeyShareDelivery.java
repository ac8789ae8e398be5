package org.dske.hub.keyshare;

import java.util.ArrayList;
import java.util.List;
import org.dske.allocation.AllocatedBytes;
import org.dske.config.HttpSettings;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.ShareTerms;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.FetchKeySharesResponse;
import org.dske.secret.SecretBytes;

/** The other half of what a hub is there for: it gives shares to responders, and checks who may get which. */
public final class KeyShareDelivery {
    private final KeyShares shares;
    private final int maxBytes;

    public KeyShareDelivery(KeyShares shares, HttpSettings http) {
        this.shares = shares;
        this.maxBytes = http.maxBody();
    }

    /**
     * Gives shares out, all or none. Unless all are given, none is marked as fetched, and no bytes are used but those that
     * sign the answer.
     *
     * @param exchange who signed the request, and what the answer is encrypted with
     * @param requester who asks for the shares
     * @param keyIds their keys, at least one
     * @return the shares, encrypted, in the order of the keys
     * @throws RequestException with 403 if the signer may not get one of them, 404 with the keys of which there is no share,
     *     409 if their keys were not split the same way, 413 if they are too many bytes for one answer
     */
    FetchKeySharesResponse give(SignedExchange exchange, ShareRequester requester, List<KeyId> keyIds) {
        List<Claim> found = shares.find(requester, keyIds);
        ShareTerms terms = commonTerms(found);
        try (AllocatedBytes allocated = exchange.allocate(size(found))) {
            List<SecretBytes> values = fetch(exchange, requester, found, allocated);
            try {
                List<byte[]> encrypted = new EncryptionKey(allocated.bytes()).encryptAll(values);
                return new FetchKeySharesResponse(
                        AllocationMessage.of(allocated.allocation()),
                        messages(found, encrypted),
                        terms.sharing(),
                        terms.threshold(),
                        terms.namedPlaces());
            } finally {
                values.forEach(SecretBytes::close);
            }
        }
    }

    /** The allocation may have waited so long that a share is gone: then no byte of it has left this hub. */
    private List<SecretBytes> fetch(
            SignedExchange exchange, ShareRequester requester, List<Claim> found, AllocatedBytes allocated) {
        try {
            return shares.fetch(requester, found);
        } catch (RequestException e) {
            exchange.giveBack(allocated);
            throw e;
        }
    }

    /** One message has one place to say how the keys were split. */
    private static ShareTerms commonTerms(List<Claim> found) {
        ShareTerms terms = found.get(0).share().terms();
        for (Claim claim : found) {
            if (!claim.share().terms().isSplitAs(terms)) {
                throw new RequestException(
                        ErrorCode.CONFLICT,
                        "the shares differ in their mode of sharing, threshold or places: they cannot be got in one"
                                + " message, but one by one");
            }
        }
        return terms;
    }

    private int size(List<Claim> found) {
        long size = found.stream().mapToLong(claim -> claim.share().size()).sum();
        if (size > maxBytes && found.size() > 1) {
            throw new RequestException(
                    ErrorCode.TOO_LARGE,
                    "the shares have " + size + " bytes together, and one answer at most " + maxBytes
                            + ": ask for fewer at a time");
        }
        return Math.toIntExact(size);
    }

    private static List<EncryptedShare> messages(List<Claim> found, List<byte[]> encrypted) {
        List<EncryptedShare> messages = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            HeldShare share = found.get(i).share();
            messages.add(new EncryptedShare(share.id().keyId().uuid(), share.index(), encrypted.get(i)));
        }
        return messages;
    }
}
