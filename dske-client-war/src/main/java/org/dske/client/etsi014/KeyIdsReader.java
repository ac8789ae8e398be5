package org.dske.client.etsi014;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dske.error.InvalidException;
import org.dske.http.Parameters;
import org.dske.key.KeyId;
import org.dske.key.Uuids;
import org.jspecify.annotations.Nullable;

/**
 * Reads which keys an encryptor asks for. Source: ETSI GS QKD 014, clauses 5.4 and 6.4.
 *
 * @param limits how many it may ask for
 */
record KeyIdsReader(KeyLimits limits) {
    static final String KEY_ID = "key_ID";
    private static final String KEY_IDS = "key_IDs";

    /**
     * Reads the query parameter.
     *
     * @param keyId the key, null if it is missing
     * @throws InvalidException if it is missing or no UUID
     */
    KeyId ofParameter(@Nullable String keyId) {
        return keyId(Parameters.required(KEY_ID, keyId));
    }

    /**
     * Reads a body.
     *
     * @return the keys, each once, in their order
     * @throws InvalidException if there are none or too many, or one of them is no UUID or named twice
     */
    List<KeyId> ofBody(byte[] body) {
        List<JsonMembers> entries = JsonMembers.parse(body)
                .objects(KEY_IDS)
                .orElseThrow(() -> new InvalidException(KEY_IDS + " is missing"));
        if (entries.isEmpty()) {
            throw new InvalidException(KEY_IDS + " is empty");
        }
        if (entries.size() > limits.maxKeysPerRequest()) {
            throw new InvalidException(KEY_IDS + " has " + entries.size() + " keys, but at most "
                    + limits.maxKeysPerRequest() + " are allowed");
        }
        Set<KeyId> keyIds = new LinkedHashSet<>();
        for (JsonMembers entry : entries) {
            KeyId keyId = keyId(entry);
            if (!keyIds.add(keyId)) {
                throw new InvalidException(KEY_IDS + " names " + keyId + " twice");
            }
        }
        return List.copyOf(keyIds);
    }

    private static KeyId keyId(JsonMembers entry) {
        String literal = entry.literal(KEY_ID);
        if (literal == null) {
            throw new InvalidException(KEY_IDS + " has an entry without " + KEY_ID);
        }
        return keyId(entry.string(KEY_ID).orElse(literal));
    }

    private static KeyId keyId(String text) {
        try {
            return new KeyId(Uuids.parse(KEY_ID, text));
        } catch (InvalidException e) {
            throw new InvalidException(KEY_ID + " is '" + Parameters.shown(text) + "', which is not a UUID");
        }
    }
}
