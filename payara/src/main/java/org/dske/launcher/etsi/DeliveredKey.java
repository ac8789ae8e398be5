package org.dske.launcher.etsi;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * A key as an encryptor gets it. Unlike in the nodes, it is a mere text here: the launcher prints it.
 *
 * @param id its key ID
 * @param key in base64
 */
public record DeliveredKey(String id, String key) {
    /** As ETSI GS QKD 014 has it: {@code key_ID} and {@code key}. */
    public JsonObject toJson() {
        return Json.createObjectBuilder().add("key_ID", id).add("key", key).build();
    }

    @Override
    public String toString() {
        return "DeliveredKey[" + id + "]";
    }
}
