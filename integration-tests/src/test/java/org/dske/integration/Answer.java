package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node answered. It prints no body, which may hold a key.
 *
 * @param status the HTTP status
 * @param contentType the header's text, empty if there is none
 * @param body the body
 * @param took from the request to the answer's end
 */
record Answer(int status, String contentType, String body, Duration took) {
    /** The body, which must be a JSON object. */
    JsonObject json() {
        assertTrue(contentType.startsWith("application/json"), this + " is no JSON but " + contentType);
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new AssertionError(this + " has a body that is no JSON object");
        }
    }

    /** An error as every interface has it: the status, and a JSON object with a message in it; no stack trace. */
    JsonObject error(int expected) {
        assertEquals(expected, status, () -> this + (status >= 400 ? ": " + body : ""));
        JsonObject error = json();
        assertFalse(error.getString("message", "").isBlank(), "the error says nothing");
        assertFalse(body.contains("\tat ") || body.contains("Exception"), "the error tells of the program: " + body);
        return error;
    }

    /** The details of an error of a client, by name: each is an object of its own (ETSI GS QKD 014, clause 6.5). */
    Map<String, String> details(int expected) {
        Map<String, String> details = new TreeMap<>();
        error(expected)
                .getJsonArray("details")
                .forEach(detail -> detail.asJsonObject()
                        .forEach((name, value) -> details.put(name, ((JsonString) value).getString())));
        return details;
    }

    /** The body of an answer that is no error. */
    JsonObject ok() {
        assertEquals(200, status, () -> this + (status >= 400 ? ": " + body : ""));
        return json();
    }

    @Override
    public String toString() {
        return "answer " + status + " after " + took.toMillis() + " ms";
    }
}
