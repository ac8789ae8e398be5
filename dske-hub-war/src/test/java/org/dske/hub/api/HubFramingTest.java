package org.dske.hub.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.dske.testing.Framing;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two readers could take for different ones change nothing, and end the connection. */
class HubFramingTest {
    private static final String PSRD = "/dske/oob/v1/psrd?client_name=carol&pool_owner=hub&size=100";

    private final TestHub hub = TestHub.start();
    private final Http.Connector connector = Http.to(hub.base());
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");

    @AfterEach
    void stop() {
        hub.close();
    }

    static List<String> refused() {
        return Framing.refused();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRequestWhoseEndIsNotKnownChangesNothing(String headers) throws IOException {
        String before = hub.pools();
        for (String line : List.of(
                "GET /hub/hank" + PSRD,
                "POST /hub/hank/dske/api/v1/key-share",
                "PUT /hub/hank/dske/oob/v1/registration",
                "DELETE /hub/hank/dske/oob/v1/registration?client_name=carol",
                "GET /hub/hank/nothing")) {
            Framing.assertRefused(400, Framing.send(connector, line, "1.1", headers), line + " " + headers);
        }
        assertEquals(before, hub.pools());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /hub/hank/dske/oob/v1/registration",
                "POST /hub/hank/dske/api/v1/key-share",
                "GET /hub/hank/mgmt/v1/status",
                "GET /hub/hank/nothing"
            })
    void whoExpectsToBeToldIsToldAtOnceThatABodyIsTooLarge(String line) throws IOException {
        String before = hub.pools();
        String signature = "DSKE-Signature: " + carol.header(FakeClient.KEY_SHARE, new byte[0]) + "\r\n";
        for (String header : List.of("", signature)) {
            Framing.assertTooLarge(Framing.sendExpecting(connector, line, header), line);
        }
        assertEquals(before, hub.pools());
    }

    @Test
    void aBodyThatIsEncodedIsNotSupported() {
        byte[] body = FakeClient.utf8("{\"client_name\":\"celia\",\"encryptor_names\":[]}");
        Http.send(hub.base(), "PUT", "/dske/oob/v1/registration", Map.of("Content-Encoding", "gzip"), body)
                .error(415);
        Http.send(
                        hub.base(),
                        "PUT",
                        "/dske/oob/v1/registration",
                        Map.of("Content-Type", "application/json;charset=utf-16"),
                        body)
                .error(415);
    }

    /** What is behind a semicolon is a part of the segment: for the filters that guard a path, and for the resource that has it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/dske;x/oob/v1/psrd", "/dske/oob;x=y/v1/psrd", "/dske/oob/v1/psrd;x", "/;/dske/oob/v1/psrd"})
    void aSemicolonMakesAnotherPath(String path) {
        String before = hub.pools();
        String query = PSRD.substring(PSRD.indexOf('?'));
        Http.send(hub.base(), "GET", path + query, Map.of(), new byte[0]).error(404);
        assertEquals(
                404,
                Http.send(hub.base(), "HEAD", path + query, Map.of(), stream -> {})
                        .status());
        assertEquals(before, hub.pools());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sam;x", "sam;", ";sam", "sam;jsessionid=1", "sam;sam"})
    void theEncryptorThatIsLookedUpIsTheWholeSegment(String segment) {
        FakeClient connie = FakeClient.ready(hub.base(), "connie", segment);
        for (String encoded : List.of(segment, segment.replace(";", "%3B"))) {
            Response found = carol.exchange("GET", "/dske/api/v1/encryptors/" + encoded + "?client_name=carol", "");
            assertEquals(200, found.status(), found::toString);
            assertEquals(segment, found.json().getString("sae_id"));
            assertEquals("connie", found.json().getString("client_name"));
        }
        carol.exchange("GET", "/dske/api/v1/encryptors/" + segment + ";x?client_name=carol", "")
                .error(404);
        assertEquals("connie", connie.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;charset=nonsense",
                "application/json;charset=utf-16",
                "application/json;charset=\"",
                "application/json;q=x",
                "text/html",
                "*/*;charset=utf-32",
                ";;;",
                "/",
                "application/json;charset=utf-8;charset=utf-16"
            })
    void theAnswerIsJsonInUtf8WhateverIsAccepted(String accept) {
        for (String path : List.of("/mgmt/v1/status", PSRD)) {
            Response answer = Http.send(hub.base(), "GET", path, Map.of("Accept", accept), new byte[0]);
            assertEquals(200, answer.status(), answer::toString);
            answer.json();
        }
        Http.send(hub.base(), "GET", "/nothing", Map.of("Accept", accept), new byte[0])
                .error(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client_name\":\"celia\",\"client_name\":\"celia\",\"encryptor_names\":[]}",
                "{\"client_name\":\"celia\",\"client\\u005fname\":\"connie\",\"encryptor_names\":[]}",
                "{\"client_name\":null,\"client_name\":\"celia\",\"encryptor_names\":[]}",
                "{\"client_name\":\"celia\",\"encryptor_names\":[],\"client_name\":null}",
                "{\"client_name\":\"celia\",\"encryptor_names\":[],\"encryptor_names\":[\"x\"]}",
                "{\"client_name\":\"celia\",\"encryptor_names\":[],\"suites\":[\"its\"],\"suites\":null}",
                "{\"client_name\":\"celia\",\"encryptor_names\":[],\"suites\":null,\"suites\":null}"
            })
    void aKnownMemberTwiceIsRefused(String body) {
        String message = FakeClient.putRegistration(hub.base(), body).error(400);
        assertEquals("is there twice", message.substring(message.indexOf(' ') + 1));
        assertEquals(1, hub.clients.all().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"a\",{\"b\":1}]",
                "{\"a\":[1,{\"b\":[true,{}]}],\"a\":null}",
                "1e999999999",
                "123456789012345678901234567890",
                "\"\\ud800\"",
                "1,\"x\":2"
            })
    void whatIsJsonInAMemberThatIsIgnoredIsIgnored(String value) {
        String body = "{\"client_name\":\"celia\",\"x\":" + value + ",\"encryptor_names\":[]}";
        assertEquals(200, FakeClient.putRegistration(hub.base(), body).status());
    }
}
