package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a node answered. It prints a body only if that is an error's: others may hold a key.
 *
 * @param status the status code
 * @param headers by lower-case name
 * @param body the entity
 * @param took from the request to the answer's end
 */
public record Response(int status, Map<String, String> headers, byte[] body, Duration took) {
    private static final JsonProvider JSON = JsonProvider.provider();

    /**
     * An answer of which nobody asks how long it took.
     *
     * @param status the status code
     * @param headers by lower-case name
     * @param body the entity
     */
    public Response(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, Duration.ZERO);
    }

    /**
     * A header.
     *
     * @param name in any case
     * @return its value, empty if it is not there
     */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /**
     * The entity as text.
     *
     * @return in UTF-8
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The entity as a JSON object, which it must be and say that it is.
     *
     * @return the object
     */
    public JsonObject json() {
        assertEquals("application/json", header("Content-Type"), () -> "not JSON: " + this);
        try (var reader = JSON.createReader(new ByteArrayInputStream(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new AssertionError(this + " has a body that is no JSON object", e);
        }
    }

    /**
     * The entity of an answer that is no error.
     *
     * @return a JSON object
     */
    public JsonObject ok() {
        assertEquals(200, status, this::toString);
        return json();
    }

    /**
     * The message of an error.
     *
     * @return one sentence
     */
    public String message() {
        return json().getString("message");
    }

    /**
     * Asserts that it is an error with the JSON body of all errors, which tells nothing of the program.
     *
     * @param expected its status
     * @return the message
     */
    public String error(int expected) {
        assertEquals(expected, status, this::toString);
        assertFalse(message().isBlank(), "the error says nothing");
        assertFalse(text().contains("\tat ") || text().contains("Exception"), () -> "it tells of the program: " + this);
        return message();
    }

    /**
     * Asserts that it is an error with a message and nothing else.
     *
     * @param expected its status
     * @param part of its message
     * @return this
     */
    public Response error(int expected, String part) {
        assertTrue(error(expected).contains(part), this::toString);
        assertEquals(Set.of("message"), json().keySet(), this::toString);
        return this;
    }

    /**
     * The details of an error of a client, each an object of its own (ETSI GS QKD 014, clause 6.5).
     *
     * @param expected its status
     * @return by name
     */
    public Map<String, String> details(int expected) {
        error(expected);
        Map<String, String> details = new TreeMap<>();
        json().getJsonArray("details")
                .forEach(detail -> detail.asJsonObject()
                        .forEach((name, value) -> details.put(name, ((JsonString) value).getString())));
        return details;
    }

    /**
     * The keys of a key container (ETSI GS QKD 014, clause 6.3).
     *
     * @return key IDs with keys in base64, in their order
     */
    public Map<String, String> keys() {
        JsonValue keys = json().get("keys");
        assertNotNull(keys, this::toString);
        Map<String, String> byId = new LinkedHashMap<>();
        keys.asJsonArray()
                .getValuesAs(JsonObject.class)
                .forEach(key -> byId.put(key.getString("key_ID"), key.getString("key")));
        return byId;
    }

    /**
     * The first key of a container.
     *
     * @return in base64
     */
    public String key() {
        return keys().values().iterator().next();
    }

    /**
     * The name of the first key of a container.
     *
     * @return a UUID
     */
    public String keyId() {
        return keys().keySet().iterator().next();
    }

    @Override
    public String toString() {
        return status + " after " + took.toMillis() + " ms " + headers + " "
                + (status >= 400 ? text() : body.length + " bytes");
    }
}
