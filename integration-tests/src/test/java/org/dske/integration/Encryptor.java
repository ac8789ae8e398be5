package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Http;
import org.dske.testing.Response;

/**
 * An encryptor at its client: over plain HTTP a header says who it is, over TLS it has its own connections.
 *
 * @param name its SAE ID
 * @param prefix what comes before the standard's path
 * @param tls its connections over TLS
 */
record Encryptor(String name, String prefix, Optional<TlsPeer> tls) {
    /** An encryptor at a client's base URL, over plain HTTP. */
    Encryptor(String name, String clientUrl) {
        this(name, clientUrl + "/etsi", Optional.empty());
    }

    /** Asks for a key, with a query string or without. */
    Response encKeys(Encryptor slave, String... query) {
        return ask(slave, "enc_keys", query);
    }

    /** Asks for the other end's key. */
    Response decKeys(Encryptor master, String keyId) {
        return ask(master, "dec_keys", "key_ID=" + keyId);
    }

    Response status(Encryptor slave) {
        return ask(slave, "status");
    }

    /** Asks with a body. */
    Response post(Encryptor other, String method, String json) {
        return send("POST", url(other, method), json, "Content-Type", "application/json");
    }

    /** The URL of a method; what is not allowed in a path is percent-encoded. */
    String url(Encryptor other, String method) {
        String encoded = URLEncoder.encode(other.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return prefix + "/api/v1/keys/" + encoded + "/" + method;
    }

    private Response ask(Encryptor other, String method, String... query) {
        String url = url(other, method);
        return send("GET", query.length == 0 ? url : url + "?" + String.join("&", query), "");
    }

    private Response send(String method, String url, String body, String... headers) {
        return tls.isPresent()
                ? tls.get().send(method, url, body, headers)
                : Http.send(
                        method,
                        url,
                        body,
                        Stream.concat(Stream.of("Authorization", name), Stream.of(headers))
                                .toArray(String[]::new));
    }

    /** Gets several keys of the default size with one request, which must work. */
    List<DeliveredKey> keys(Encryptor slave, int number) {
        List<DeliveredKey> keys = keys(encKeys(slave, "number=" + number).ok());
        assertEquals(number, keys.size());
        return keys;
    }

    /** Gets the other end's keys with one request, which must work and be the same. */
    void getsTheSame(Encryptor master, List<DeliveredKey> keys) {
        List<DeliveredKey> same = keys(post(master, "dec_keys", keyIds(keys)).ok());
        assertTrue(Set.copyOf(same).equals(Set.copyOf(keys)), "the two ends have different keys");
        assertEquals(keys.size(), same.size());
    }

    /** The body that asks for keys. */
    static String keyIds(List<DeliveredKey> keys) {
        return keys.stream()
                .map(key -> "{\"key_ID\":\"" + key.id() + "\"}")
                .collect(Collectors.joining(",", "{\"key_IDs\":[", "]}"));
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

    /** The keys of an answer. */
    static List<DeliveredKey> keys(JsonObject container) {
        assertEquals(List.of("keys"), List.copyOf(container.keySet()));
        return container.getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                .map(key -> new DeliveredKey(key.getString("key_ID"), key.getString("key")))
                .toList();
    }

    private static DeliveredKey only(JsonObject container) {
        List<DeliveredKey> keys = keys(container);
        assertEquals(1, keys.size(), "one key was asked for");
        return keys.get(0);
    }
}
