package org.dske.client.etsi014;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import org.dske.key.UserKey;

/**
 * Keys on their way to an encryptor. Source: ETSI GS QKD 014, clause 6.3.
 *
 * @param keys the keys
 */
public record KeyContainer(@JsonbProperty("keys") List<Key> keys) {
    /**
     * One key.
     *
     * @param keyId its name, a UUID in lower case
     * @param key its bytes: secret
     */
    public record Key(
            @JsonbProperty("key_ID") String keyId,
            @JsonbProperty("key") byte[] key) {
        /** Shows the name and none of the bytes. */
        @Override
        public String toString() {
            return "Key[" + keyId + "]";
        }
    }

    /**
     * The container of keys.
     *
     * @param keys the keys, which are wiped
     * @return their container
     */
    static KeyContainer of(List<UserKey> keys) {
        return new KeyContainer(keys.stream()
                .map(key -> {
                    try (key) {
                        return new Key(key.id().toString(), key.value().expose().clone());
                    }
                })
                .toList());
    }
}
