package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST key-shares}: an initiator hands shares of several keys to a hub, which takes all or none. Source: protocol,
 * section 3.
 *
 * @param masterClientName the client that sends them
 * @param masterSaeId the encryptor that the keys were made for
 * @param slaveSaeId the encryptor at the other end
 * @param encryptionKeyAllocation the PSRD bytes that encrypt the shares, one after the other
 * @param shares the shares, one of each key, 1 to {@value #MAX_SHARES}
 * @param sharing the mode of sharing; null means {@code classic}
 * @param threshold how many shares give a key back, if the initiator says so
 * @param places the numbers of all hubs that get a share of the keys, if the initiator says so
 * @param additionalSlaveSaeIds further encryptors that get the keys
 */
public record PostKeySharesRequest(
        @JsonbProperty("master_client_name") String masterClientName,
        @JsonbProperty("master_sae_id") String masterSaeId,
        @JsonbProperty("slave_sae_id") String slaveSaeId,
        @JsonbProperty("encryption_key_allocation") AllocationMessage encryptionKeyAllocation,
        @JsonbProperty("shares") List<EncryptedShare> shares,
        @JsonbProperty("sharing") @Nullable String sharing,
        @JsonbProperty("threshold") @Nullable Integer threshold,
        @JsonbProperty("places") @Nullable Map<String, Integer> places,
        @JsonbProperty("additional_slave_sae_ids") @Nullable List<String> additionalSlaveSaeIds) {

    /** The most shares in one message, in either direction. Their bytes are limited by the limits on bodies. */
    public static final int MAX_SHARES = 1024;

    public PostKeySharesRequest {
        masterClientName = Members.requiredText("master_client_name", masterClientName);
        masterSaeId = Members.requiredText("master_sae_id", masterSaeId);
        slaveSaeId = Members.requiredText("slave_sae_id", slaveSaeId);
        encryptionKeyAllocation = Members.required("encryption_key_allocation", encryptionKeyAllocation);
        shares = Members.requiredKeys("shares", shares, EncryptedShare::userKeyId);
        places = Members.optionalMap("places", places);
        additionalSlaveSaeIds = Members.optionalList("additional_slave_sae_ids", additionalSlaveSaeIds);
    }
}
