package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET key-share}: a hub hands a share to a responder. Source: protocol, section 3.
 *
 * @param shareIndex the share's index
 * @param encryptionKeyAllocation the PSRD bytes that encrypt the share
 * @param encryptedShareValue the share XOR these bytes
 * @param sharing the mode of sharing; null means {@code classic}
 * @param threshold how many shares give the key back, if the initiator said so
 * @param places the numbers of all hubs that got a share of the key, if the initiator said so
 */
public record GetKeyShareResponse(
        @JsonbProperty("share_index") Integer shareIndex,
        @JsonbProperty("encryption_key_allocation") AllocationMessage encryptionKeyAllocation,
        @JsonbProperty("encrypted_share_value") byte[] encryptedShareValue,
        @JsonbProperty("sharing") @Nullable String sharing,
        @JsonbProperty("threshold") @Nullable Integer threshold,
        @JsonbProperty("places") @Nullable Map<String, Integer> places) {

    public GetKeyShareResponse {
        shareIndex = Members.required("share_index", shareIndex);
        encryptionKeyAllocation = Members.required("encryption_key_allocation", encryptionKeyAllocation);
        encryptedShareValue = Members.required("encrypted_share_value", encryptedShareValue);
        places = Members.optionalMap("places", places);
    }

    /** The only share of a batch, as an answer to {@code GET key-share}. */
    public static GetKeyShareResponse of(FetchKeySharesResponse batch) {
        EncryptedShare share = batch.shares().get(0);
        return new GetKeyShareResponse(
                share.shareIndex(),
                batch.encryptionKeyAllocation(),
                share.encryptedShareValue(),
                batch.sharing(),
                batch.threshold(),
                batch.places());
    }
}
