package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, paths, types and bodies that are not those of the interface: each gets an error in JSON (clause 6.5). */
class HttpErrorsTest {
    private static final String KEYS = "/etsi/api/v1/keys/";
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static Response post(String path, byte[] body, String type) {
        return network.carol.send("POST", KEYS + path, body, "Authorization", "sam", "Content-Type", type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "OPTIONS", "BREW"})
    void anotherMethodIsNotAllowed(String method) {
        for (String path : new String[] {"sofia/enc_keys", "sofia/dec_keys"}) {
            Response answer = network.carol.call(method, KEYS + path, "Authorization", "sam");
            assertEquals(
                    "GET,POST",
                    answer.error(405, "this path does not take this method").header("Allow"));
        }
        Response answer = network.carol.call(method, KEYS + "sofia/status", "Authorization", "sam");
        assertEquals(
                "GET", answer.error(405, "this path does not take this method").header("Allow"));
    }

    @Test
    void headUsesNothingUp() {
        Response answer = network.carol.call("HEAD", KEYS + "sofia/enc_keys", "Authorization", "sam");
        assertEquals(405, answer.status());
        assertEquals("GET,POST", answer.header("Allow"));
        assertEquals(
                404,
                network.carol
                        .call("HEAD", KEYS + "sofia/enc_key", "Authorization", "sam")
                        .status());
    }

    @Test
    void theStatusIsNotToBePosted() {
        assertEquals(
                "GET",
                network.carol
                        .post("sam", "sofia/status", "{}")
                        .error(405, "method")
                        .header("Allow"));
        assertEquals(
                "GET",
                post("sofia/status", new byte[0], "text/plain")
                        .error(405, "method")
                        .header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etsi",
                "/etsi/",
                "/etsi/api/v1/keys/",
                "/etsi/api/v1/keys/sofia",
                "/etsi/api/v1/keys/sofia/enc_key",
                "/etsi/api/v1/keys/sofia/enc_keys/x",
                "/etsi/api/v1/keys/sofia/status/x",
                "/etsi/api/v2/keys/sofia/status",
                "/%65tsi/api/v1/keys/sofia/status",
                "/etsi/api/v1/%6beys/sofia/status",
                "/mgmt/v1/nothing"
            })
    void aPathThatIsNotThereIsNotFound(String path) {
        network.carol.call("GET", path, "Authorization", "sam").error(404, "there is nothing at this path");
        network.carol.call("PUT", path, "Authorization", "sam").error(404, "there is nothing at this path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/json;charset=nonsense",
                "application/json;charset=utf-16",
                "application/json; charset=\"",
                "application/json;q=x",
                "*/*;charset=utf-32",
                ";;;",
                "/"
            })
    void theAnswerIsJsonInUtf8WhateverIsAccepted(String accept) {
        for (String path : new String[] {"sofia/status", "sofia/enc_keys"}) {
            Response answer = network.carol.call("GET", KEYS + path, "Authorization", "sam", "Accept", accept);
            assertEquals(200, answer.status(), answer::toString);
            assertEquals("application/json", answer.header("Content-Type"));
        }
        network.carol
                .call("GET", KEYS + "sofia/nothing", "Authorization", "sam", "Accept", accept)
                .error(404, "path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "APPLICATION/JSON; Charset=\"utf8\"",
                "application/json; version=1"
            })
    void jsonInUtf8IsReadWhateverItsTypeIsWrittenLike(String type) {
        byte[] body = "{\"size\":128}".getBytes(StandardCharsets.UTF_8);
        assertEquals(24, post("sofia/enc_keys", body, type).key().length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "text/json",
                "application/json-patch+json",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "application/json; charset=no-such",
                "application/json; charset=\"?\""
            })
    void anotherTypeIsNotSupported(String type) {
        String message = "the body must be application/json in UTF-8";
        for (String path : new String[] {"sofia/enc_keys", "sofia/dec_keys"}) {
            post(path, "{}".getBytes(StandardCharsets.UTF_8), type).error(415, message);
            post(path, new byte[0], type).error(415, message);
            post(path + "/x", new byte[0], type).error(404, "path");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "application/", "", "a/b, application/json"})
    void aTypeThatIsNoneIsAnError(String type) {
        post("sofia/enc_keys", "{}".getBytes(StandardCharsets.UTF_8), type)
                .error(400, "the request or one of its headers is malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|the body is not a JSON object",
                "null|the body is not a JSON object",
                "17|the body is not a JSON object",
                "\"text\"|the body is not a JSON object",
                "` `|the body is not JSON: error at line 1",
                "{|the body is not JSON",
                "{}{}|the body is not JSON",
                "{},|the body is not JSON",
                "{\"number\":}|the body is not JSON: error at line 1, column 11",
                "{number:1}|the body is not JSON",
                "{'number':1}|the body is not JSON",
                "{\"number\":01}|the body is not JSON",
                "{\"number\":+1}|the body is not JSON",
                "{\"number\":NaN}|the body is not JSON",
                "{\"number\":1,}|the body is not JSON",
                "number=1&size=256|the body is not JSON",
                "<xml/>|the body is not JSON"
            })
    void aBodyThatIsNoJsonObjectIsRefused(String body, String message) {
        for (String path : new String[] {"sofia/enc_keys", "sofia/dec_keys"}) {
            network.carol.post("sam", path, body).error(400, message);
        }
    }

    @Test
    void aBodyInAnotherEncodingIsRefused() {
        String message = "the body is not JSON in UTF-8";
        post("sofia/enc_keys", "{\"x\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1), "application/json")
                .error(400, message);
        post("sofia/enc_keys", new byte[] {'{', (byte) 0xc0, (byte) 0x80, '}'}, "application/json")
                .error(400, message);
        post("sofia/enc_keys", "{}".getBytes(StandardCharsets.UTF_16), "application/json")
                .error(400, message);
        post("sofia/enc_keys", "{}".getBytes(StandardCharsets.UTF_16LE), "application/json")
                .error(400, "the body is not JSON");
    }

    @Test
    void aBodyThatIsDeeplyNestedIsRefused() {
        network.carol
                .post("sam", "sofia/enc_keys", "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")
                .error(400, "the JSON body is nested more than 64 levels deep");
        assertEquals(
                200,
                network.carol
                        .post("sam", "sofia/enc_keys", "{\"x\":" + "[".repeat(60) + "]".repeat(60) + "}")
                        .status());
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String large = "{\"x\":\"" + "x".repeat(1_048_576) + "\"}";
        String message = "the body has more than 1048576 bytes";
        network.carol.post("sam", "sofia/enc_keys", large).error(413, message);
        // Chunked: nothing says beforehand how large it is.
        String chunks = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
        Http.send(
                        network.carol.base(),
                        "POST",
                        KEYS + "sofia/enc_keys",
                        Map.of("Authorization", "sam", "Transfer-Encoding", "chunked"),
                        stream -> stream.write(chunks.getBytes(StandardCharsets.UTF_8)))
                .error(413, message);
    }

    @Test
    void tooFewHubsAreNamedWithTheirReasons() {
        try {
            network.fakes.subList(0, 3).forEach(hub -> hub.fault = call -> Fault.UNSIGNED);
            Response answer = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(503, answer.status());
            assertTrue(answer.message().startsWith("2 hubs did their part where 3 are needed: "), answer::toString);
            assertEquals(3, answer.json().getJsonArray("details").size());
            answer.json()
                    .getJsonArray("details")
                    .getValuesAs(JsonObject.class)
                    .forEach(detail -> assertEquals(1, detail.size()));
        } finally {
            network.behave();
        }
    }
}
