package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes are sent that they never should be: a clean error each time, and the next good request works. */
@ExtendWith(SharedNetwork.class)
class BadInputIT {
    private static final String REGISTRATION = "/dske/oob/v1/registration";
    private static final String PSRD = "/dske/oob/v1/psrd";
    private static final String KEY_SHARE = "/dske/api/v1/key-share";
    private static final String JSON = "application/json";

    private final TestNetwork network;
    private final Node hank;
    private final Node carol;
    private final Encryptor sam;
    private final Encryptor sofia;

    BadInputIT(TestNetwork network) {
        this.network = network;
        this.hank = network.node("hank");
        this.carol = network.node("carol");
        this.sam = network.encryptor("sam");
        this.sofia = network.encryptor("sofia");
    }

    @AfterEach
    void theNextGoodRequestWorks() {
        network.nodes().forEach(Node::assertReady);
        sam.keyPair(sofia);
        network.nodes()
                .forEach(node -> assertFalse(
                        node.logTail().contains("OutOfMemory"),
                        () -> node + " had too little memory\n" + node.logTail()));
    }

    @Test
    void aBodyOf100MegabytesIsRefused() {
        assertTooLarge("PUT", hank.url(REGISTRATION));
        assertTooLarge("POST", hank.url(KEY_SHARE));
        assertTooLarge("POST", carol.url("/etsi/api/v1/keys/sofia/enc_keys"));
        assertTooLarge("POST", hank.url("/nothing/here"));
        assertTooLarge("POST", network.node("hank").url("").replace("hank", "nobody"));
    }

    /** A node may break the connection while it is sent what it will not read: that is no answer, but it is clean. */
    private static void assertTooLarge(String method, String url) {
        try {
            Answer answer =
                    Http.trySend(method, url, zeros(100_000_000L), "Content-Type", JSON, "Authorization", "sam");
            assertTrue(answer.status() >= 400 && answer.status() < 500, () -> url + ": " + answer);
            answer.error(answer.status());
        } catch (IOException e) {
            assertFalse(e instanceof java.net.http.HttpTimeoutException, url + " hung");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "17", "\"text\"", "{\"client_name\": 17}", "<xml/>", "\u0000", "{}"})
    void aRegistrationThatIsNoneIsRefused(String body) {
        Http.send("PUT", hank.url(REGISTRATION), body, "Content-Type", JSON).error(400);
    }

    @Test
    void aDeeplyNestedBodyIsRefused() {
        String deep = "[".repeat(100_000);
        Http.send("PUT", hank.url(REGISTRATION), "{\"client_name\": " + deep, "Content-Type", JSON)
                .error(400);
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        Http.send("PUT", hank.url(REGISTRATION), "client_name=carol", "Content-Type", "text/plain")
                .error(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "-2147483648",
                "2147483648",
                "99999999999999999999",
                "16777217",
                "1.5",
                "x",
                "",
                "0x10"
            })
    void aPsrdSizeOutOfRangeIsRefused(String size) {
        Http.get(hank.url(PSRD + "?client_name=carol&pool_owner=client&size=" + size))
                .error(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?", "?client_name=nobody&pool_owner=client&size=10", "?client_name=carol&pool_owner=x&size=10"})
    void aPsrdRequestThatIsWrongIsRefused(String query) {
        Http.get(hank.url(PSRD + query)).error(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=0",
                "size=-8",
                "size=7",
                "size=257",
                "size=56",
                "size=16392",
                "size=99999999999",
                "size=x",
                "size=",
                "number=0",
                "number=-1",
                "number=129",
                "number=1.0",
                "number=x"
            })
    void aSizeOrNumberOutOfRangeIsRefused(String query) {
        sam.encKeys(sofia, query).error(400);
    }

    @Test
    void whoIsNobodysEncryptorIsRefused() {
        Http.get(carol.url("/etsi/api/v1/keys/sofia/enc_keys"), "Authorization", "nobody")
                .error(401);
        sam.encKeys(sam).error(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no signature", ";", "a:0:32;AAAA", "00000000-0000-0000-0000-000000000000:0:32;AAAA"})
    void aRequestWithoutAGoodSignatureChangesNoPool(String header) {
        PoolView before = hank.pool(carol, "client");
        Answer answer = header.isEmpty()
                ? Http.send("POST", hank.url(KEY_SHARE), "{}", "Content-Type", JSON)
                : Http.send("POST", hank.url(KEY_SHARE), "{}", "Content-Type", JSON, "DSKE-Signature", header);
        assertTrue(answer.status() == 400 || answer.status() == 401, answer::toString);
        answer.error(answer.status());
        assertEquals(before, hank.pool(carol, "client"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /hub/nobody", "GET, /hub/nobody/mgmt/v1/status", "POST, /client/nobody/etsi/api/v1/keys/a/enc_keys",
                "GET, /",
        "DELETE, /favicon.ico", "GET, /hub/hank/nothing", "GET, /hub/hank/", "GET, /hub/hank/dske/api/v1/nothing",
        "GET, /hub/hank/mgmt/v1/nothing"
    })
    void anUnknownNodeOrPathIsNotFound(String method, String path) {
        Answer answer = Http.send(method, "http://localhost:" + hank.port() + path, "");
        assertTrue(answer.status() == 404 || answer.status() == 401, answer::toString);
        answer.error(answer.status());
    }

    @Test
    void anotherMethodIsRefused() {
        for (String method : new String[] {"DELETE", "OPTIONS"}) {
            Http.send(method, carol.url("/etsi/api/v1/keys/sofia/enc_keys"), "", "Authorization", "sam")
                    .error(405);
        }
        Http.send("POST", hank.url(REGISTRATION), "{}", "Content-Type", JSON).error(405);
        Http.send("PUT", hank.url("/mgmt/v1/status"), "{}", "Content-Type", JSON)
                .error(405);
        Http.get(carol.url("/mgmt/v1/stop")).error(405);
    }

    private static BodyPublisher zeros(long length) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Zeros(length)), length);
    }

    /** So many zeros, of which none is kept. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? '0' : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(bytes, offset, offset + count, (byte) '0');
            left -= count;
            return count;
        }
    }
}
