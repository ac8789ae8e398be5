package org.dske.hub.keyshare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.dske.hub.share.ShareTerms;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.exchange.IndexedKey;
import org.dske.protocol.exchange.PutEntry;

/**
 * Shares of several keys that an initiator hands over, of which the hub takes all or none: a whole message, or one entry of an exchange.
 *
 * @param terms reads what it says of them all; fails with a {@link org.dske.error.DskeException} if that is not allowed
 * @param shares the shares, encrypted one after the other, one of each key
 */
record PostedShares(Supplier<ShareTerms> terms, List<EncryptedShare> shares) {
    static PostedShares of(PostKeySharesRequest message) {
        return new PostedShares(() -> ShareTerms.of(message), message.shares());
    }

    /** Those of an entry, whose values begin at an offset of those of the exchange. */
    static PostedShares of(PutEntry entry, byte[] values, int offset) {
        List<EncryptedShare> shares = new ArrayList<>();
        int from = offset;
        for (IndexedKey key : entry.keys()) {
            byte[] value = Arrays.copyOfRange(values, from, from + entry.size());
            shares.add(new EncryptedShare(key.userKeyId(), key.shareIndex(), value));
            from += entry.size();
        }
        return new PostedShares(() -> ShareTerms.of(entry), shares);
    }

    /** How many bytes they have together. */
    long bytes() {
        return shares.stream()
                .mapToLong(share -> share.encryptedShareValue().length)
                .sum();
    }
}
