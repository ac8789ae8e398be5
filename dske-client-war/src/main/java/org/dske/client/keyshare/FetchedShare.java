package org.dske.client.keyshare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dske.key.KeyId;
import org.dske.protocol.exchange.IndexedKey;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * A share as a hub gave it.
 *
 * @param mode how the key was split, as the hub says
 * @param places where the shares of all hubs lie, as the hub says; null if it does not
 * @param share the share
 */
public record FetchedShare(SharingMode mode, @Nullable Places places, Share share) implements AutoCloseable {
    /** Shares of which the hub says the same. */
    static Map<KeyId, FetchedShare> byKey(Terms terms, List<IndexedKey> keys, List<SecretBytes> values) {
        Map<KeyId, FetchedShare> shares = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            IndexedKey key = keys.get(i);
            shares.put(
                    new KeyId(key.userKeyId()),
                    new FetchedShare(terms.mode, terms.places, new Share(key.shareIndex(), values.get(i))));
        }
        return shares;
    }

    /** What a hub says of shares. */
    record Terms(SharingMode mode, @Nullable Places places) {
        /** As a message has it. */
        static Terms of(@Nullable String sharing, @Nullable Map<String, Integer> places) {
            return new Terms(SharingMode.of(sharing), places == null ? null : Places.of(places));
        }
    }

    /** Wipes the share. */
    @Override
    public void close() {
        share.close();
    }
}
