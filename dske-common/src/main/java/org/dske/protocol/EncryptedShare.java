package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.UUID;
import org.dske.error.InvalidException;

/**
 * One share among the many of a batch. Source: protocol, section 3.
 *
 * @param userKeyId the key
 * @param shareIndex the share's index
 * @param encryptedShareValue the share, at least one byte, XOR its part of the bytes that the batch's allocation names
 */
public record EncryptedShare(
        @JsonbProperty("user_key_id") UUID userKeyId,
        @JsonbProperty("share_index") Integer shareIndex,
        @JsonbProperty("encrypted_share_value") byte[] encryptedShareValue) {

    public EncryptedShare {
        userKeyId = Members.required("user_key_id", userKeyId);
        shareIndex = Members.required("share_index", shareIndex);
        encryptedShareValue = Members.required("encrypted_share_value", encryptedShareValue);
        if (encryptedShareValue.length == 0) {
            throw new InvalidException("encrypted_share_value is empty");
        }
    }
}
