package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link FetchKeySharesRequest}.
 *
 * @param encryptionKeyAllocation the PSRD bytes that encrypt the shares, one after the other
 * @param shares the shares, in the order in which they were asked for
 * @param sharing the mode of sharing of them all; null means {@code classic}
 * @param threshold how many shares give a key back, if the initiator said so
 * @param places the numbers of all hubs that got a share of the keys, if the initiator said so
 */
public record FetchKeySharesResponse(
        @JsonbProperty("encryption_key_allocation") AllocationMessage encryptionKeyAllocation,
        @JsonbProperty("shares") List<EncryptedShare> shares,
        @JsonbProperty("sharing") @Nullable String sharing,
        @JsonbProperty("threshold") @Nullable Integer threshold,
        @JsonbProperty("places") @Nullable Map<String, Integer> places) {

    public FetchKeySharesResponse {
        encryptionKeyAllocation = Members.required("encryption_key_allocation", encryptionKeyAllocation);
        shares = Members.requiredKeys("shares", shares, EncryptedShare::userKeyId);
        places = Members.optionalMap("places", places);
    }
}
