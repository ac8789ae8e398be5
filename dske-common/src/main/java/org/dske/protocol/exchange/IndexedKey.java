package org.dske.protocol.exchange;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.UUID;
import org.dske.protocol.Members;

/**
 * A share whose value is among those of the whole exchange.
 *
 * @param userKeyId the key
 * @param shareIndex the share's index
 */
public record IndexedKey(
        @JsonbProperty("user_key_id") UUID userKeyId,
        @JsonbProperty("share_index") Integer shareIndex) {
    public IndexedKey {
        userKeyId = Members.required("user_key_id", userKeyId);
        shareIndex = Members.required("share_index", shareIndex);
    }
}
