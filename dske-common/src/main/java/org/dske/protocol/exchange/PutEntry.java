package org.dske.protocol.exchange;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.Map;
import org.dske.error.InvalidException;
import org.dske.protocol.Members;
import org.jspecify.annotations.Nullable;

/**
 * Shares of several keys, of which the hub takes all or none, as {@link org.dske.protocol.PostKeySharesRequest} has them.
 *
 * @param masterSaeId the encryptor that the keys were made for
 * @param slaveSaeId the encryptor at the other end
 * @param additionalSlaveSaeIds further encryptors that get the keys
 * @param sharing the mode of sharing; null means {@code classic}
 * @param threshold how many shares give a key back, if the initiator says so
 * @param places the numbers of all hubs that get a share of the keys, if the initiator says so
 * @param size bytes of each share, at least 1
 * @param keys the shares, one of each key, 1 to {@value org.dske.protocol.PostKeySharesRequest#MAX_SHARES}
 */
public record PutEntry(
        @JsonbProperty("master_sae_id") String masterSaeId,
        @JsonbProperty("slave_sae_id") String slaveSaeId,
        @JsonbProperty("additional_slave_sae_ids") @Nullable List<String> additionalSlaveSaeIds,
        @JsonbProperty("sharing") @Nullable String sharing,
        @JsonbProperty("threshold") @Nullable Integer threshold,
        @JsonbProperty("places") @Nullable Map<String, Integer> places,
        @JsonbProperty("size") Integer size,
        @JsonbProperty("keys") List<IndexedKey> keys) {
    public PutEntry {
        masterSaeId = Members.required("master_sae_id", masterSaeId);
        slaveSaeId = Members.required("slave_sae_id", slaveSaeId);
        additionalSlaveSaeIds = Members.optionalList("additional_slave_sae_ids", additionalSlaveSaeIds);
        places = Members.optionalMap("places", places);
        size = requiredSize(size);
        keys = Members.requiredKeys("keys", keys, IndexedKey::userKeyId);
    }

    /** {@return how many bytes its shares have together} */
    public long bytes() {
        return (long) size * keys.size();
    }

    /** Bytes of each share of an entry. */
    static Integer requiredSize(@Nullable Integer size) {
        Integer bytes = Members.required("size", size);
        if (bytes < 1) {
            throw new InvalidException("size is not 1 or more");
        }
        return bytes;
    }
}
