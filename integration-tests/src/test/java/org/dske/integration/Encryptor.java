package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Base64;
import java.util.List;
import org.dske.launcher.etsi.DeliveredKey;

/**
 * An encryptor at its client.
 *
 * @param name its SAE ID
 * @param clientUrl its client's base URL
 */
record Encryptor(String name, String clientUrl) {
    /** Asks for a key, with a query string or without. */
    Answer encKeys(Encryptor slave, String... query) {
        return ask(slave, "enc_keys", query);
    }

    /** Asks for the other end's key. */
    Answer decKeys(Encryptor master, String keyId) {
        return ask(master, "dec_keys", "key_ID=" + keyId);
    }

    Answer status(Encryptor slave) {
        return ask(slave, "status");
    }

    /** Asks with a body. */
    Answer post(Encryptor other, String method, String json) {
        String url = clientUrl + "/etsi/api/v1/keys/" + other.name() + "/" + method;
        return Http.send("POST", url, json, "Authorization", name, "Content-Type", "application/json");
    }

    private Answer ask(Encryptor other, String method, String... query) {
        String url = clientUrl + "/etsi/api/v1/keys/" + other.name() + "/" + method;
        return Http.get(query.length == 0 ? url : url + "?" + String.join("&", query), "Authorization", name);
    }

    /** Gets a key of the default size, which must work. */
    DeliveredKey key(Encryptor slave) {
        return only(encKeys(slave).ok());
    }

    /** Gets a key, which must work. */
    DeliveredKey key(Encryptor slave, int bits) {
        DeliveredKey key = only(encKeys(slave, "size=" + bits).ok());
        assertEquals(bits / 8, Base64.getDecoder().decode(key.key()).length, "the key has another size");
        return key;
    }

    /** Gets the other end's key, which must work and be the same. */
    void getsTheSame(Encryptor master, DeliveredKey key) {
        DeliveredKey same = only(decKeys(master, key.id()).ok());
        // Never assertEquals, which would print both.
        assertTrue(same.equals(key), "the two ends have different keys");
    }

    /** A key at both ends, which must work. */
    DeliveredKey keyPair(Encryptor slave) {
        DeliveredKey key = key(slave);
        slave.getsTheSame(this, key);
        return key;
    }

    private static DeliveredKey only(JsonObject container) {
        assertEquals(List.of("keys"), List.copyOf(container.keySet()));
        JsonArray keys = container.getJsonArray("keys");
        assertEquals(1, keys.size(), "one key was asked for");
        JsonObject key = keys.getJsonObject(0);
        return new DeliveredKey(key.getString("key_ID"), key.getString("key"));
    }
}
