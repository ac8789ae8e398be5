package org.dske.hub.api;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubHttpTest {
    private static final String REGISTRATION = "/dske/oob/v1/registration";
    private static final byte[] NO_BODY = {};

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aBodyThatIsAnnouncedAsHugeIsTurnedDownBeforeItIsSent() {
        Map<String, String> headers = Map.of(
                "Content-Type", "application/json",
                "Content-Length", "9000000000",
                "DSKE-Signature", carol.header(KEY_SHARE, NO_BODY));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Http.send(hub.base(), "PUT", REGISTRATION, headers, stream -> {}).error(413);
            Http.send(hub.base(), "POST", KEY_SHARE, headers, stream -> {}).error(413);
        });
    }

    @Test
    void aBodyOfTheLargestSizeIsRead() {
        try (TestHub small = TestHub.start("http.max-body", "2000")) {
            String json = "{\"client_name\":\"carol\",\"encryptor_names\":[]}";
            assertEquals(
                    200,
                    FakeClient.putRegistration(small.base(), json + " ".repeat(2000 - json.length()))
                            .status());
            FakeClient.putRegistration(small.base(), json + " ".repeat(2001 - json.length()))
                    .error(413);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/dske",
                "/dske/oob/v1",
                "/dske/oob/v2/psrd",
                "/mgmt/v1",
                "/mgmt/v1/status/x",
                "/x%20y",
                "/application.wadl"
            })
    void anUnknownPathIsNotFound(String path) {
        Http.send(hub.base(), "GET", path, Map.of(), NO_BODY).error(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /dske/oob/v1/registration, PUT",
        "POST, /dske/oob/v1/registration, PUT",
        "PUT, /dske/oob/v1/psrd, GET",
        "POST, /dske/oob/v1/psrd, GET",
        "DELETE, /mgmt/v1/status, GET",
        "GET, /mgmt/v1/stop, POST",
        "BREW, /mgmt/v1/stop, POST"
    })
    void aMethodThatAPathDoesNotTakeIsNamedWithThoseThatItTakes(String method, String target, String allowed) {
        Response response = Http.send(hub.base(), method, target, Map.of(), NO_BODY);
        response.error(405);
        assertTrue(String.valueOf(response.headers().get("allow")).contains(allowed), response::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data", "*/*x", "garbage"})
    void aRegistrationOfAnotherTypeIsRefused(String type) {
        Response response = Http.send(
                hub.base(),
                "PUT",
                REGISTRATION,
                Map.of("Content-Type", type),
                utf8("{\"client_name\":\"celia\",\"encryptor_names\":[]}"));
        assertTrue(response.status() == 415 || response.status() == 400, response::toString);
        response.error(response.status());
    }

    @Test
    void aBodyThatSaysNothingOfItsTypeIsReadAsJson() {
        Response response = Http.send(
                hub.base(), "PUT", REGISTRATION, Map.of(), utf8("{\"client_name\":\"celia\",\"encryptor_names\":[]}"));
        assertEquals(200, response.status(), response::toString);
    }

    @Test
    void aRegistrationWithoutABodyIsRefused() {
        Http.send(hub.base(), "PUT", REGISTRATION, Map.of(), NO_BODY).error(400);
        Http.send(hub.base(), "PUT", REGISTRATION, Map.of("Content-Type", "application/json"), NO_BODY)
                .error(400);
    }

    @Test
    void theHeadOfTheStatusIsAnsweredWithoutABody() {
        Response response = Http.send(hub.base(), "HEAD", "/mgmt/v1/status", Map.of(), stream -> {});
        assertEquals(200, response.status());
    }

    @Test
    void theHeadOfABlockMakesNone() {
        String before = hub.pools();
        String target = "/dske/oob/v1/psrd?client_name=carol&pool_owner=hub&size=100";
        assertEquals(
                405, Http.send(hub.base(), "HEAD", target, Map.of(), NO_BODY).status());
        assertEquals(before, hub.pools());
    }

    @Test
    void optionsAreNoMethodAndTheRefusalListsThose() {
        Response response = Http.send(hub.base(), "OPTIONS", REGISTRATION, Map.of(), NO_BODY);
        response.error(405);
        assertEquals("DELETE,PUT", response.headers().get("allow"));
        for (String target : List.of("/mgmt/v1/status", "/mgmt/v1/stop", "/health", "/docs")) {
            Http.send(hub.base(), "OPTIONS", target, Map.of(), NO_BODY).error(405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png;q=1", ";;;", "application/xml"})
    void errorsAreJsonWhateverIsAccepted(String accept) {
        Response response = Http.send(hub.base(), "GET", "/nothing", Map.of("Accept", accept), NO_BODY);
        assertFalse(response.status() >= 500, response::toString);
        response.error(response.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?client_name=%zz&pool_owner=hub&size=5",
                "?client_name=%&pool_owner=hub&size=5",
                "?%ff=%ff",
                "?client_name=%ff&pool_owner=hub&size=5",
                "?a|b=^c&client_name={x}"
            })
    void aMalformedQueryIsRefused(String query) {
        Http.send(hub.base(), "GET", "/dske/oob/v1/psrd" + query, Map.of(), NO_BODY)
                .error(400);
    }
}
