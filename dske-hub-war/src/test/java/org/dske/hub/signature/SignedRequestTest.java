package org.dske.hub.signature;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.Vectors;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.dske.testing.client.FakeClient.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRequestTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final byte[] NO_BODY = {};

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
    private final FakeClient connie = FakeClient.ready(hub.base(), "connie", "serena");
    private final String keyId = UUID.randomUUID().toString();
    private final String get = KEY_SHARE + "?client_name=carol&master_sae_id=sam&slave_sae_id=sofia&key_id=" + keyId;

    @AfterEach
    void stop() {
        hub.close();
    }

    static Stream<String> malformedHeaders() {
        return Stream.concat(
                Vectors.signatures().getJsonArray("malformed_headers").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString),
                Stream.of(
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:00:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc=",
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:+0:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc=",
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:0:16,9ad7f620-5a0c-4979-8a2d-66142e06fd79:16:-16,9ad7f620-5a0c-4979-8a2d-66142e06fd79:32:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc=",
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:0:32;",
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:0:32;AAAA",
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:0:32;%Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc=",
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:0:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc= x",
                        "9ad7f620-5a0c-4979-8a2d-66142e06fd79:4294967296:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc=",
                        "x".repeat(7000)));
    }

    /** The blocks that these headers name are there, so that a hub that reads them loosely takes bytes. */
    @ParameterizedTest
    @MethodSource("malformedHeaders")
    void aMalformedHeaderIsRefusedAndNoPoolChanges(String header) {
        hub.addBlock(
                "carol", PoolOwner.CLIENT, UUID.fromString("9ad7f620-5a0c-4979-8a2d-66142e06fd79"), new byte[2000]);
        hub.addBlock(
                "carol", PoolOwner.CLIENT, UUID.fromString("cda527e9-5ca7-40d6-a842-0b606597611c"), new byte[2000]);
        assertRefused(() -> carol.send("GET", get, header, NO_BODY), 400, 401);
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, utf8("{}")), 400, 401);
    }

    @Test
    void aRequestWithoutAHeaderIsNotAuthenticated() {
        assertRefused(() -> Http.send(hub.base(), "GET", get, Map.of(), NO_BODY), 401);
        assertRefused(
                () -> Http.send(hub.base(), "POST", KEY_SHARE, Map.of("Content-Type", "application/json"), utf8("{}")),
                401);
    }

    @Test
    void twoHeadersAreNone() {
        String header = carol.header(get, NO_BODY);
        Map<String, String> headers = Map.of("DSKE-Signature", header, "dske-signature", header);
        assertRefused(() -> Http.send(hub.base(), "GET", get, headers, NO_BODY), 400, 401);
    }

    @Test
    void aWrongTagIsRefusedAndTheKeyIsStillGood() {
        Bytes key = carol.allocate(32);
        String good = carol.header(key, get, NO_BODY);
        byte[] tag = carol.tag(key.value(), get.substring(get.indexOf('?') + 1), NO_BODY);
        for (int bit = 0; bit < 8 * tag.length; bit += 37) {
            byte[] wrong = tag.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(
                    () -> carol.send(
                            "GET", get, key.text() + ";" + Base64.getEncoder().encodeToString(wrong), NO_BODY),
                    401);
        }
        for (int size : new int[] {16, 31, 33, 64}) {
            byte[] wrong = java.util.Arrays.copyOf(tag, size);
            assertRefused(
                    () -> carol.send(
                            "GET", get, key.text() + ";" + Base64.getEncoder().encodeToString(wrong), NO_BODY),
                    401);
        }
        carol.verified(carol.send("GET", get, good, NO_BODY)).error(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "&x=1", "%20"})
    void aTagOfAnotherQueryIsRefused(String more) {
        String header = carol.header(get, NO_BODY);
        assertRefused(() -> carol.send("GET", get + more, header, NO_BODY), 401);
        carol.verified(carol.send("GET", get, header, NO_BODY)).error(404);
    }

    @Test
    void theQueryCountsAsItWasSentAndNotAsWhatItMeans() {
        String header = carol.header(get, NO_BODY);
        assertRefused(() -> carol.send("GET", get.replace("sam", "s%61m"), header, NO_BODY), 401);
        String odd = get.replace("sam", "s%61m").replace("key_id", "key%5fid") + "&&a=b+c%2Bd%c3%A4=;?/~'";
        carol.exchange("GET", odd, "").error(404);
    }

    @Test
    void aTagOfAnotherBodyIsRefused() {
        String body = carol.share(keyId, 0, SHARE, "");
        String header = carol.header(KEY_SHARE, utf8(body));
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, utf8(body + " ")), 401);
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, utf8(body.replace(":0,", ":1,"))), 401);
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, NO_BODY), 401);
        assertEquals(
                200,
                carol.verified(carol.send("POST", KEY_SHARE, header, utf8(body)))
                        .status());
    }

    @Test
    void aReplayIsRefusedAndNoPoolChanges() {
        byte[] body = utf8(carol.share(keyId, 0, SHARE, ""));
        String header = carol.header(KEY_SHARE, body);
        assertEquals(
                200, carol.verified(carol.send("POST", KEY_SHARE, header, body)).status());
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, body), 401);
        String getHeader = carol.header(get, NO_BODY);
        carol.decrypt(carol.verified(carol.send("GET", get, getHeader, NO_BODY)));
        assertRefused(() -> carol.send("GET", get, getHeader, NO_BODY), 401);
    }

    @Test
    void aKeyWithOneUsedByteIsRefused() {
        Bytes used = carol.allocate(32);
        carol.verified(carol.send("GET", get, carol.header(used, get, NO_BODY), NO_BODY))
                .error(404);
        Part part = used.parts().get(0);
        Bytes overlapping = new Bytes(List.of(new Part(part.uuid(), 31, 32)), new byte[32]);
        assertRefused(() -> carol.send("GET", get, carol.header(overlapping, get, NO_BODY), NO_BODY), 401);
    }

    @Test
    void aKeyOfTheZerosThatUsedBytesLeaveSignsNothing() {
        Bytes used = carol.allocate(32);
        carol.verified(carol.send("GET", get, carol.header(used, get, NO_BODY), NO_BODY))
                .error(404);
        Bytes zeros = new Bytes(used.parts(), new byte[32]);
        assertRefused(() -> carol.send("GET", get, carol.header(zeros, get, NO_BODY), NO_BODY), 401);
    }

    @Test
    void aKeyOutOfTheBlocksOfTwoClientsIsRefused() {
        List<Part> parts = new ArrayList<>(carol.allocate(16).parts());
        Bytes other = connie.allocate(16);
        parts.addAll(other.parts());
        Bytes mixed = new Bytes(parts, new byte[32]);
        assertRefused(() -> carol.send("GET", get, carol.header(mixed, get, NO_BODY), NO_BODY), 401);
    }

    @Test
    void aKeyOutOfAnUnknownBlockIsRefused() {
        Bytes unknown = new Bytes(List.of(new Part(UUID.randomUUID().toString(), 0, 32)), new byte[32]);
        assertRefused(() -> carol.send("GET", get, carol.header(unknown, get, NO_BODY), NO_BODY), 401);
    }

    @Test
    void aKeyBehindTheEndOfABlockIsRefused() {
        String uuid = carol.allocate(1).parts().get(0).uuid();
        for (int start : new int[] {3969, 4000, 999_999_999}) {
            Bytes outside = new Bytes(List.of(new Part(uuid, start, 32)), new byte[32]);
            assertRefused(() -> carol.send("GET", get, carol.header(outside, get, NO_BODY), NO_BODY), 401);
        }
    }

    @Test
    void aKeyOutOfTheHubsOwnPoolIsRefused() {
        String uuid = carol.fetch("hub", 100);
        Bytes hubs = new Bytes(List.of(new Part(uuid, 0, 32)), new byte[32]);
        assertRefused(() -> carol.send("GET", get, carol.header(hubs, get, NO_BODY), NO_BODY), 401);
    }

    @Test
    void aKeyInFragmentsOutOfOrderSigns() {
        Bytes first = carol.allocate(10);
        Bytes second = carol.allocate(22);
        List<Part> parts = new ArrayList<>(second.parts());
        parts.addAll(first.parts());
        byte[] value = java.util.Arrays.copyOf(second.value(), 32);
        System.arraycopy(first.value(), 0, value, 22, 10);
        Bytes key = new Bytes(parts, value);
        carol.verified(carol.send("GET", get, carol.header(key, get, NO_BODY), NO_BODY))
                .error(404);
    }

    @Test
    void upperCaseDigitsInABlocksNameAreTheSameBlock() {
        Bytes key = carol.allocate(32);
        String header = carol.header(key, get, NO_BODY);
        String upper = header.replace(
                key.parts().get(0).uuid(), key.parts().get(0).uuid().toUpperCase(Locale.ROOT));
        carol.verified(carol.send("GET", get, upper, NO_BODY)).error(404);
    }

    @Test
    void aPercentSignIsAnsweredWithAPercentSign() {
        carol.separator = "%";
        carol.posted(keyId, SHARE);
        Response response = carol.get(keyId);
        String header = response.headers().get("dske-signature");
        assertTrue(header != null && header.contains("%") && !header.contains(";"), header);
        assertArrayEquals(SHARE, carol.decrypt(response));
    }

    @Test
    void thePlainHashIsSpokenIfItIsConfiguredAndThenAlone() {
        try (TestHub plain = TestHub.start("signature.hash", "sha256")) {
            FakeClient celia = FakeClient.ready(plain.base(), "celia", "sam", "sofia");
            celia.send("GET", get, celia.header(get, NO_BODY), NO_BODY).error(401);
            celia.plainHash = true;
            celia.posted(keyId, SHARE);
            assertArrayEquals(SHARE, celia.decrypt(celia.get(keyId)));
        }
    }

    @Test
    void thePlainHashIsNotSpokenUnlessConfigured() {
        carol.plainHash = true;
        assertRefused(() -> carol.send("GET", get, carol.header(get, NO_BODY), NO_BODY), 401);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /dske/api/v1/nothing, 404",
        "GET, /dske/api/v1/, 404",
        "POST, /dske/api/v1/key-shares/nothing, 404",
        "POST, /dske/api/v1/key-shares/fetch/more, 404",
        "GET, /dske/api/v1/key-share/more, 404",
        "GET, /dske/api/v1/encryptors, 404",
        "PUT, /dske/api/v1/key-share, 405",
        "DELETE, /dske/api/v1/key-share, 405",
        "PATCH, /dske/api/v1/key-share, 405",
        "HEAD, /dske/api/v1/key-share, 405",
        "OPTIONS, /dske/api/v1/key-share, 405",
        "GET, /dske/api/v1/key-shares, 405",
        "GET, /dske/api/v1/key-shares/fetch, 405",
        "POST, /dske/api/v1/encryptors/sam, 405"
    })
    void whatIsNotThereIsSaidWithASignatureToThoseWhoSignAndNotToOthers(String method, String target, int status) {
        assertRefused(() -> Http.send(hub.base(), method, target, Map.of(), NO_BODY), 401);
        Response response = carol.exchange(method, target, "");
        assertEquals(status, response.status());
        assertEquals(status == 405, response.headers().containsKey("allow"), response::toString);
        if (!method.equals("HEAD")) {
            response.error(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png"})
    void aSignedBodyOfAnotherTypeIsRefusedWithASignature(String type) {
        byte[] body = utf8(carol.share(keyId, 0, SHARE, ""));
        Map<String, String> headers = Map.of("Content-Type", type, "DSKE-Signature", carol.header(KEY_SHARE, body));
        carol.verified(Http.send(hub.base(), "POST", KEY_SHARE, headers, body)).error(415);
        assertEquals(0, hub.shares.status().size());
    }

    @Test
    void whoAcceptsNoJsonGetsTheSignedAnswerAllTheSame() {
        Map<String, String> headers = Map.of("Accept", "text/html", "DSKE-Signature", carol.header(get, NO_BODY));
        carol.verified(Http.send(hub.base(), "GET", get, headers, NO_BODY)).error(404);
    }

    /** Paths that a server takes for the same one must not be a way around the signature. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//dske/api/v1/key-share",
                "/dske//api/v1/key-share",
                "/./dske/api/v1/key-share",
                "/x/../dske/api/v1/key-share",
                "/dske/%61pi/v1/key-share",
                "/dske/api/v1/key%2Dshare",
                "/dske/api/v1/key-share/",
                "/dske/api/v1/key-share;a=b",
                "/dske;a=b/api/v1/key-share",
                "/dske/api/v1;a=b/key-share"
            })
    void noSpellingOfThePathIsAWayAroundTheSignature(String path) {
        carol.posted(keyId, SHARE);
        assertRefused(
                () -> Http.send(hub.base(), "GET", path + get.substring(KEY_SHARE.length()), Map.of(), NO_BODY),
                401,
                404,
                400);
    }

    @Test
    void whichClientAnEncryptorIsRegisteredWithCanBeAsked() {
        Response response = connie.exchange("GET", "/dske/api/v1/encryptors/sam?client_name=connie", "");
        assertEquals("carol", response.json().getString("client_name"));
        assertEquals("sam", response.json().getString("sae_id"));
        Response unknown = connie.exchange("GET", "/dske/api/v1/encryptors/nobody?client_name=connie", "");
        unknown.error(404);
        assertEquals(
                "nobody",
                unknown.json().getJsonObject("details").getString("sae_id"),
                "so it is not a hub that has no such resource");
        connie.exchange("GET", "/dske/api/v1/encryptors/%20?client_name=connie", "")
                .error(400);
        connie.exchange("GET", "/dske/api/v1/encryptors/sam?client_name=carol", "")
                .error(403);
        connie.exchange("GET", "/dske/api/v1/encryptors/sam", "").error(400);
        assertRefused(
                () -> Http.send(hub.base(), "GET", "/dske/api/v1/encryptors/sam?client_name=connie", Map.of(), NO_BODY),
                401);
    }

    /** One status of these, nobody's signature, and no pool changed. */
    private void assertRefused(Supplier<Response> request, Integer... statuses) {
        String before = hub.pools();
        Response response = request.get();
        assertTrue(List.of(statuses).contains(response.status()), response::toString);
        assertNull(response.headers().get("dske-signature"), "nobody is known to have sent it");
        if (response.body().length > 0) {
            response.error(response.status());
        }
        assertEquals(before, hub.pools());
    }
}
