package org.dske.hub.signature;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.dske.testing.Vectors;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite {@code its} over HTTP. */
class ItsSignatureTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final byte[] NO_BODY = {};
    private static final String FIND = "/dske/api/v1/encryptors/sam?client_name=carol";

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.readyForIts(hub.base(), "carol", "sam", "sofia");
    private final String keyId = UUID.randomUUID().toString();
    private final String get = KEY_SHARE + "?client_name=carol&master_sae_id=sam&slave_sae_id=sofia&key_id=" + keyId;

    @AfterEach
    void stop() {
        hub.close();
    }

    private static JsonObject known(String name) {
        return Vectors.signatures().getJsonArray("its").getValuesAs(JsonObject.class).stream()
                .filter(known -> known.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"POST request,POST,carol,400", "GET request,GET,connie,403"})
    void theKnownRequestsVerify(String name, String method, String client, int status) {
        JsonObject known = known(name);
        byte[] key = Vectors.hex(known.getString("key"));
        new FakeClient(hub.base(), client, "serena").register(",\"suites\":[\"its\"]");
        UUID first = UUID.fromString("9ad7f620-5a0c-4979-8a2d-66142e06fd79");
        UUID second = UUID.fromString("cda527e9-5ca7-40d6-a842-0b606597611c");
        hub.addBlock(client, PoolOwner.CLIENT, first, java.util.Arrays.copyOf(key, 20));
        hub.addBlock(client, PoolOwner.CLIENT, second, java.util.Arrays.copyOfRange(key, 20, 32));
        hub.addBlock(client, PoolOwner.HUB, UUID.randomUUID(), new byte[100]);
        byte[] body = Vectors.hex(known.getString("body"));
        String[] lines = new String(Vectors.hex(known.getString("context")), java.nio.charset.StandardCharsets.UTF_8)
                .split("\n", -1);
        String target = "/dske/api/v1/" + lines[2] + (lines[3].isEmpty() ? "" : "?" + lines[3]);
        String header = first + ":0:20," + second + ":0:12;" + known.getString("tag");
        Response response = carol.send(method, target, header, body);
        response.error(status);
        assertNotNull(response.headers().get("dske-signature"), "it did not verify");
    }

    @Test
    void aShareIsPostedAndGotAndErrorsAreSigned() {
        carol.posted(keyId, SHARE);
        carol.post(keyId, 0, SHARE).error(409);
        assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)));
        carol.get(UUID.randomUUID().toString()).error(404);
        carol.exchange("POST", KEY_SHARE, "{").error(400);
        carol.exchange("POST", "/dske/api/v1/nothing", "{}").error(404);
        carol.exchange("PUT", KEY_SHARE, "").error(405);
        carol.exchange("GET", "/dske/api/v1/", "").error(404);
        assertEquals("carol", carol.exchange("GET", FIND, "").json().getString("client_name"));
    }

    /** Names that are too long for a query go into the body of a POST: so the bound on forgeries stands. */
    @Test
    void aContextOfMoreThan1008BytesIsRefusedAndNoPoolChanges() {
        String target = get + "&q=";
        int free = 1_008
                - utf8(carol.requestContext("GET", "key-share", target.substring(target.indexOf('?') + 1))).length;
        carol.exchange("GET", target + "q".repeat(free), "").error(404);
        String tooLong = target + "q".repeat(free + 1);
        assertRefused(
                () -> carol.send("GET", tooLong, carol.header(carol.allocate(32), "GET", tooLong, NO_BODY), NO_BODY));
    }

    @Test
    void aSigningKeyOfMoreThanEightFragmentsIsRefusedAndNoPoolChanges() {
        Bytes bytes = carol.allocate(32);
        FakeClient.Part all = bytes.parts().get(0);
        assertRefused(() -> carol.send("GET", get, carol.header(inParts(bytes, all, 9), "GET", get, NO_BODY), NO_BODY));
        String eight = carol.header(inParts(bytes, all, 8), "GET", get, NO_BODY);
        carol.verified(eight, carol.send("GET", get, eight, NO_BODY)).error(404);
    }

    /** The same bytes, named in so many parts. */
    private static Bytes inParts(Bytes bytes, FakeClient.Part all, int count) {
        java.util.List<FakeClient.Part> parts = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            int size = i < count - 1 ? 1 : all.size() - i;
            parts.add(new FakeClient.Part(all.uuid(), all.start() + i, size));
        }
        return new Bytes(parts, bytes.value());
    }

    @Test
    void whateverIsChangedInARequestItIsRefusedAndNoPoolChanges() {
        Bytes key = carol.allocate(32);
        byte[] body = utf8(carol.share(keyId, 0, SHARE, ""));
        String header = carol.header(key, "POST", KEY_SHARE, body);
        FakeClient serena = FakeClient.readyForIts(hub.base(), "celia", "serena");

        assertRefused(() -> carol.send("PUT", KEY_SHARE, header, body));
        assertRefused(() -> carol.send("post", KEY_SHARE, header, body));
        assertRefused(() -> carol.send("POST", KEY_SHARE + "s", header, body));
        assertRefused(() -> carol.send("POST", KEY_SHARE + "/", header, body));
        assertRefused(() -> carol.send("POST", KEY_SHARE.replace("key-", "key%2D"), header, body));
        assertRefused(() -> carol.send("POST", "/dske/api/v1/nothing", header, body));
        assertRefused(() -> carol.send("POST", KEY_SHARE + "?a", header, body));
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, utf8("{}")));
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, NO_BODY));
        assertRefused(() -> carol.send("POST", KEY_SHARE, serena.header(key, KEY_SHARE, body), body));
        for (int at = 0; at < body.length; at += 7) {
            byte[] changed = body.clone();
            changed[at] ^= 1;
            assertRefused(() -> carol.send("POST", KEY_SHARE, header, changed));
        }
        byte[] tag = Base64.getDecoder().decode(header.substring(header.indexOf(';') + 1));
        assertEquals(16, tag.length);
        for (int bit = 0; bit < 8 * tag.length; bit += 5) {
            byte[] changed = tag.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(() -> carol.send("POST", KEY_SHARE, signature(key, changed), body));
        }
        for (int size : new int[] {17, 32}) {
            assertRefused(
                    () -> carol.send("POST", KEY_SHARE, signature(key, java.util.Arrays.copyOf(tag, size)), body));
        }
        assertRefused(() -> carol.send("POST", KEY_SHARE, signature(key, carol.tag(key.value(), "", body)), body));

        Response response = carol.verified(header, carol.send("POST", KEY_SHARE, header, body));
        assertEquals(200, response.status(), response::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dske/api/v1/encryptors/sofia?client_name=carol",
                "/dske/api/v1/encryptors/s%61m?client_name=carol",
                "/dske/api/v1/encryptors/sam/?client_name=carol",
                "/dske/api/v1/encryptors/x/../sam?client_name=carol",
                "/dske/api/v1/encryptors/./sam?client_name=carol",
                "/dske/api/v1/encryptors//sam?client_name=carol",
                "/dske/api/v1/encryptors/sam;x=y?client_name=carol",
                "/dske/api/v1/encryptors/sam?client_name=car%6fl",
                "/dske/api/v1/encryptors/sam?client_name=carol&",
                "/dske/api/v1/encryptors/sam?client_name=connie",
                "/dske/api/v1/encryptors/sam"
            })
    void pathAndQueryCountAsTheyWereSent(String target) {
        Bytes key = carol.allocate(32);
        String header = carol.header(key, FIND, NO_BODY);
        assertRefused(() -> carol.send("GET", target, header, NO_BODY));
        assertEquals(
                200,
                carol.verified(header, carol.send("GET", FIND, header, NO_BODY)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s%61m", "%73%61%6D", "sam"})
    void whatIsSignedAsItIsSentVerifies(String encryptor) {
        String target = "/dske/api/v1/encryptors/" + encryptor + "?client_name=car%6Fl&&x=%c3%A4";
        assertEquals("sam", carol.exchange("GET", target, "").json().getString("sae_id"));
    }

    @Test
    void aRequestForOneHubVerifiesAtNoOther() {
        try (TestHub helen = new TestHub("helen", Map.of())) {
            FakeClient other = new FakeClient(helen.base(), "carol", "sam", "sofia");
            other.agree("its");
            String uuid = UUID.randomUUID().toString();
            byte[] block = Seed.bytes(new java.util.Random(5), 64);
            hub.addBlock("carol", PoolOwner.CLIENT, UUID.fromString(uuid), block);
            helen.addBlock("carol", PoolOwner.CLIENT, UUID.fromString(uuid), block);
            helen.addBlock("carol", PoolOwner.HUB, UUID.randomUUID(), new byte[100]);
            Bytes key = new Bytes(List.of(new FakeClient.Part(uuid, 0, 32)), java.util.Arrays.copyOf(block, 32));
            String header = carol.header(key, FIND, NO_BODY);
            other.send("GET", FIND, header, NO_BODY).error(401);
            assertEquals(
                    200,
                    carol.verified(header, carol.send("GET", FIND, header, NO_BODY))
                            .status());
        }
    }

    @Test
    void aPercentSignIsAnsweredWithAPercentSignAndTheResponseCoversIt() {
        carol.separator = "%";
        String header = carol.header(FIND, NO_BODY);
        Response response = carol.send("GET", FIND, header, NO_BODY);
        String answer = response.headers().get("dske-signature");
        assertTrue(answer != null && answer.contains("%") && !answer.contains(";"), answer);
        carol.verified(header, response);
        carol.posted(keyId, SHARE);
        assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)));
    }

    @Test
    void aResponseFitsNoOtherRequestAndNoOtherStatus() {
        String first = carol.header(get, NO_BODY);
        String second = carol.header(get, NO_BODY);
        Response toFirst = carol.send("GET", get, first, NO_BODY);
        Response toSecond = carol.send("GET", get, second, NO_BODY);
        assertArrayEquals(toFirst.body(), toSecond.body(), "they differ in their signatures alone");
        assertFalse(carol.fits(second, toFirst));
        assertFalse(carol.fits(first, toSecond));

        Response third = carol.send("GET", get, carol.header(get, NO_BODY), NO_BODY);
        assertFalse(carol.fits(first, third));

        String fourth = carol.header(get, NO_BODY);
        Response toFourth = carol.send("GET", get, fourth, NO_BODY);
        assertFalse(carol.fits(fourth, new Response(200, toFourth.headers(), toFourth.body())));
    }

    @Test
    void concurrentResponsesFitEachTheirOwnRequest() throws Exception {
        carol.fetch("client", 4000);
        carol.fetch("hub", 4000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            work.add(threads.submit(() -> carol.exchange("GET", get, "").error(404)));
        }
        for (Future<?> one : work) {
            one.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    @Test
    void aReplayIsRefusedAndNoPoolChanges() {
        byte[] body = utf8(carol.share(keyId, 0, SHARE, ""));
        String header = carol.header(KEY_SHARE, body);
        assertEquals(
                200,
                carol.verified(header, carol.send("POST", KEY_SHARE, header, body))
                        .status());
        assertRefused(() -> carol.send("POST", KEY_SHARE, header, body));
        String getHeader = carol.header(get, NO_BODY);
        carol.decrypt(carol.verified(getHeader, carol.send("GET", get, getHeader, NO_BODY)));
        assertRefused(() -> carol.send("GET", get, getHeader, NO_BODY));
    }

    @Test
    void oneRequestThatIsSentEightTimesAtOnceIsServedOnce() throws Exception {
        String header = carol.header(FIND, NO_BODY);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(threads.submit(() -> carol.send("GET", FIND, header, NO_BODY)));
        }
        int served = 0;
        for (Future<Response> answer : answers) {
            Response response = answer.get(60, TimeUnit.SECONDS);
            if (response.status() == 200) {
                carol.verified(header, response);
                served++;
            } else {
                response.error(401);
                assertNull(response.headers().get("dske-signature"));
            }
        }
        threads.shutdown();
        assertEquals(1, served);
    }

    @Test
    void aTagOfTheOtherSuiteIsRefused() {
        Bytes key = carol.allocate(32);
        carol.its = false;
        String classic = carol.header(key, FIND, NO_BODY);
        assertRefused(() -> carol.send("GET", FIND, classic, NO_BODY));
        carol.agree("classic");
        carol.its = true;
        String its = carol.header(key, FIND, NO_BODY);
        assertRefused(() -> carol.send("GET", FIND, its, NO_BODY));
        carol.its = false;
        assertEquals(
                200, carol.verified(carol.send("GET", FIND, classic, NO_BODY)).status());
    }

    private static String signature(Bytes key, byte[] tag) {
        return key.text() + ";" + Base64.getEncoder().encodeToString(tag);
    }

    /** Nobody's signature, and no pool changed. A server may refuse some spellings before the hub sees them. */
    private void assertRefused(Supplier<Response> request) {
        String before = hub.pools();
        Response response = request.get();
        assertTrue(List.of(400, 401, 404).contains(response.status()), response::toString);
        assertNull(response.headers().get("dske-signature"), "nobody is known to have sent it");
        if (response.body().length > 0) {
            response.error(response.status());
        }
        assertEquals(before, hub.pools());
    }
}
