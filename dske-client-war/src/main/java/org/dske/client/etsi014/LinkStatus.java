package org.dske.client.etsi014;

import jakarta.json.bind.annotation.JsonbProperty;

/**
 * What an encryptor can expect of its client. Source: ETSI GS QKD 014, clause 6.1.
 *
 * @param sourceKmeId this client
 * @param targetKmeId the slave's client; empty if too few hubs can say
 * @param masterSaeId the encryptor that asks
 * @param slaveSaeId the encryptor at the other end
 * @param keySize the size of a key for which none is named, in bits
 * @param storedKeyCount how many keys of that size could be delivered now
 * @param maxKeyCount how many there can be at most
 * @param maxKeyPerRequest how many keys one request may ask for
 * @param maxKeySize the largest key in bits
 * @param minKeySize the smallest key in bits
 * @param maxSaeIdCount how many additional slaves a key may have
 */
public record LinkStatus(
        @JsonbProperty("source_KME_ID") String sourceKmeId,
        @JsonbProperty("target_KME_ID") String targetKmeId,
        @JsonbProperty("master_SAE_ID") String masterSaeId,
        @JsonbProperty("slave_SAE_ID") String slaveSaeId,
        @JsonbProperty("key_size") int keySize,
        @JsonbProperty("stored_key_count") int storedKeyCount,
        @JsonbProperty("max_key_count") int maxKeyCount,
        @JsonbProperty("max_key_per_request") int maxKeyPerRequest,
        @JsonbProperty("max_key_size") int maxKeySize,
        @JsonbProperty("min_key_size") int minKeySize,
        @JsonbProperty("max_SAE_ID_count") int maxSaeIdCount) {}
