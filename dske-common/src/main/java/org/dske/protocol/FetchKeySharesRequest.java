package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.UUID;

/**
 * {@code POST key-shares/fetch}: a responder asks a hub for its shares of several keys, and gets all or none. Source:
 * protocol, section 3.
 *
 * @param clientName the client that asks
 * @param masterSaeId the encryptor that the keys were made for
 * @param slaveSaeId the encryptor that asks
 * @param shares the shares that it asks for, one of each key, 1 to {@value PostKeySharesRequest#MAX_SHARES}
 */
public record FetchKeySharesRequest(
        @JsonbProperty("client_name") String clientName,
        @JsonbProperty("master_sae_id") String masterSaeId,
        @JsonbProperty("slave_sae_id") String slaveSaeId,
        @JsonbProperty("shares") List<WantedShare> shares) {
    /**
     * In the details of a refusal with 404: the IDs of the keys of which the hub has no share. A hub that answers 404 without
     * it may be one that knows no batches.
     */
    public static final String UNKNOWN_KEYS = "unknown_key_ids";

    public FetchKeySharesRequest {
        clientName = Members.requiredText("client_name", clientName);
        masterSaeId = Members.requiredText("master_sae_id", masterSaeId);
        slaveSaeId = Members.requiredText("slave_sae_id", slaveSaeId);
        shares = Members.requiredKeys("shares", shares, WantedShare::userKeyId);
    }

    /**
     * A share that a responder asks for.
     *
     * @param userKeyId the key
     */
    public record WantedShare(@JsonbProperty("user_key_id") UUID userKeyId) {
        public WantedShare {
            userKeyId = Members.required("user_key_id", userKeyId);
        }
    }
}
