package org.dske.protocol.exchange;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.dske.protocol.Members;

/**
 * A question for the shares of several keys, of which the hub gives all or none, as {@link org.dske.protocol.FetchKeySharesRequest} has
 * it.
 *
 * @param masterSaeId the encryptor that the keys were made for
 * @param slaveSaeId the encryptor that asks
 * @param keyIds the keys, each once, 1 to {@value org.dske.protocol.PostKeySharesRequest#MAX_SHARES}
 */
public record GetEntry(
        @JsonbProperty("master_sae_id") String masterSaeId,
        @JsonbProperty("slave_sae_id") String slaveSaeId,
        @JsonbProperty("key_ids") List<UUID> keyIds) {
    public GetEntry {
        masterSaeId = Members.required("master_sae_id", masterSaeId);
        slaveSaeId = Members.required("slave_sae_id", slaveSaeId);
        keyIds = Members.requiredKeys("key_ids", keyIds, Function.identity());
    }
}
