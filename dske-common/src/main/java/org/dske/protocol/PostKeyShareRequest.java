package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST key-share}: an initiator hands a share to a hub. Source: protocol, section 3.
 *
 * @param masterClientName the client that sends it
 * @param masterSaeId the encryptor that the key was made for
 * @param slaveSaeId the encryptor at the other end
 * @param userKeyId the key
 * @param shareIndex the share's index
 * @param encryptionKeyAllocation the PSRD bytes that encrypt the share
 * @param encryptedShareValue the share XOR these bytes
 * @param sharing the mode of sharing; null means {@code classic}
 * @param threshold how many shares give the key back, if the initiator says so
 * @param places the numbers of all hubs that get a share of the key, if the initiator says so
 * @param additionalSlaveSaeIds further encryptors that get the key
 */
public record PostKeyShareRequest(
        @JsonbProperty("master_client_name") String masterClientName,
        @JsonbProperty("master_sae_id") String masterSaeId,
        @JsonbProperty("slave_sae_id") String slaveSaeId,
        @JsonbProperty("user_key_id") UUID userKeyId,
        @JsonbProperty("share_index") Integer shareIndex,
        @JsonbProperty("encryption_key_allocation") AllocationMessage encryptionKeyAllocation,
        @JsonbProperty("encrypted_share_value") byte[] encryptedShareValue,
        @JsonbProperty("sharing") @Nullable String sharing,
        @JsonbProperty("threshold") @Nullable Integer threshold,
        @JsonbProperty("places") @Nullable Map<String, Integer> places,
        @JsonbProperty("additional_slave_sae_ids") @Nullable List<String> additionalSlaveSaeIds) {

    public PostKeyShareRequest {
        masterClientName = Members.requiredText("master_client_name", masterClientName);
        masterSaeId = Members.requiredText("master_sae_id", masterSaeId);
        slaveSaeId = Members.requiredText("slave_sae_id", slaveSaeId);
        userKeyId = Members.required("user_key_id", userKeyId);
        shareIndex = Members.required("share_index", shareIndex);
        encryptionKeyAllocation = Members.required("encryption_key_allocation", encryptionKeyAllocation);
        encryptedShareValue = Members.required("encrypted_share_value", encryptedShareValue);
        places = Members.optionalMap("places", places);
        additionalSlaveSaeIds = Members.optionalList("additional_slave_sae_ids", additionalSlaveSaeIds);
    }

    /** {@return the same as a batch of one share: what {@code POST key-shares} would carry} */
    public PostKeySharesRequest asBatch() {
        return new PostKeySharesRequest(
                masterClientName,
                masterSaeId,
                slaveSaeId,
                encryptionKeyAllocation,
                List.of(new EncryptedShare(userKeyId, shareIndex, encryptedShareValue)),
                sharing,
                threshold,
                places,
                additionalSlaveSaeIds);
    }
}
