package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.key.NodeName;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.Block;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.Pools;
import org.dske.psrd.Refill;
import org.dske.secret.SecretBytes;
import org.dske.signature.ClassicSuite;
import org.dske.signature.ContextTooLongException;
import org.dske.signature.ItsSuite;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.testing.Ghash;
import org.dske.testing.MutableClock;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client's side of exchanges in the suite its: whom a response comes from, which request it answers, and that it is new. */
class ItsChannelTest {
    private static final URI HANK = URI.create("http://127.0.0.1:8100/hub/hank");
    private static final byte[] BODY = "{\"share_index\":1}".getBytes(StandardCharsets.UTF_8);
    private static final int BLOCK_SIZE = 320;

    private final HttpTransport http = new HttpTransport(Optional.empty());
    private final PeerPool hubPool = Pools.peer("hank/hub", PoolOwner.HUB, 0, Refill.NONE, new MutableClock(), 1 << 20);
    private final UUID block = UUID.randomUUID();
    private final byte[] blockBytes = new byte[BLOCK_SIZE];

    @BeforeEach
    void fill() {
        for (int i = 0; i < BLOCK_SIZE; i++) {
            blockBytes[i] = (byte) (i * 7 + i / 32);
        }
        hubPool.add(new Block(block, SecretBytes.owning(blockBytes.clone()))).join();
    }

    @AfterEach
    void close() {
        http.close();
    }

    private SignedChannel channel(String client) {
        return new SignedChannel(http, HANK, new NodeName(client), hubPool, Duration.ZERO, 1_000);
    }

    private static AllocatedBytes key(String hex) {
        Allocation any = new Allocation(List.of(new Fragment(UUID.randomUUID(), 0, 32)));
        return new AllocatedBytes(any, Vectors.secret(hex));
    }

    /** A request that is under way: its signature, and the suite of the exchange. */
    private record Asked(String header, SignatureSuite suite) {}

    /** A request of carol's that is under way. */
    private Asked asked(SignatureSuite suite) {
        HubRequest request = HubRequest.get("key-share", "client_name=carol");
        return new Asked(channel("carol").sign(request, key("ab".repeat(32)), suite), suite);
    }

    private void verify(String client, String header, int status, Asked request, byte[] body) {
        channel(client).verify(Use.EXCHANGE, new HttpReply(status, header, body), request.header(), request.suite());
    }

    /** What hank answers it, signed with the key of a number in his block. */
    private String answer(int number, int status, Asked request, byte[] body) {
        byte[] key = java.util.Arrays.copyOfRange(blockBytes, 32 * number, 32 * number + 32);
        String context = String.join("\n", "DSKE-Response", String.valueOf(status), request.header(), "carol", "hank");
        Allocation allocation = new Allocation(List.of(new Fragment(block, 32 * number, 32)));
        return new Signature(allocation, Ghash.tag(key, context, body), Signature.SEMICOLON).toString();
    }

    private void requireRefused(String header, int status, Asked request, byte[] body) {
        long before = hubPool.status(false).unused();
        assertThrows(HubException.class, () -> verify("carol", header, status, request, body));
        assertEquals(before, hubPool.status(false).unused(), "bytes were used up");
    }

    @ParameterizedTest
    @CsvSource({"POST request,POST,carol", "GET request,GET,connie"})
    void aRequestHasTheKnownTag(String name, String method, String client) {
        JsonObject vector = Vectors.signatures().getJsonArray("its").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
        String context = new String(Vectors.hex(vector.getString("context")), StandardCharsets.UTF_8);
        String rawQuery = context.split("\n", -1)[3];
        HubRequest request = new HubRequest(method, "key-share", rawQuery, Vectors.hex(vector.getString("body")));
        String header = channel(client).sign(request, key(vector.getString("key")), new ItsSuite());
        byte[] tag = Signature.parse(header).tag();
        assertEquals(vector.getString("tag"), Base64.getEncoder().encodeToString(tag));
    }

    /** What cannot be signed is not sent. */
    @Test
    void aRequestThatIsTooLongForTheSuiteIsNotSent() {
        HubRequest request = HubRequest.get("key-share", "x".repeat(ItsSuite.MAX_CONTEXT));
        ContextTooLongException tooLong = assertThrows(
                ContextTooLongException.class,
                () -> channel("carol")
                        .exchange(request, key("0f".repeat(32)), new ItsSuite(), Duration.ofHours(1), reply -> reply));
        assertEquals(HubException.Kind.WITHHELD, HubException.explain(tooLong).kind());
    }

    /** The path and the query are those that go over the wire, whatever they may mean. */
    @Test
    void theResourceIsSignedAsItIsSent() {
        HubRequest request = HubRequest.get("encryptors/a%2Fb%20%C3%A9", "client_name=%63arol+");
        String header = channel("carol").sign(request, key("0f".repeat(32)), new ItsSuite());
        byte[] expected = Ghash.tag(
                Vectors.hex("0f".repeat(32)),
                "DSKE-Request\nGET\nencryptors/a%2Fb%20%C3%A9\nclient_name=%63arol+\ncarol\nhank",
                new byte[0]);
        assertEquals(
                Base64.getEncoder().encodeToString(expected),
                Base64.getEncoder().encodeToString(Signature.parse(header).tag()));
    }

    @Test
    void aResponseVerifiesOnce() {
        Asked request = asked(new ItsSuite());
        String header = answer(0, 200, request, BODY);
        verify("carol", header, 200, request, BODY);
        assertEquals(BLOCK_SIZE - 32, hubPool.status(false).unused());
        // It arrives once more, for the same request or for the next one.
        requireRefused(header, 200, request, BODY);
        requireRefused(header, 200, asked(new ItsSuite()), BODY);
    }

    @Test
    void responsesOfConcurrentExchangesCannotBeSwapped() {
        Asked first = asked(new ItsSuite());
        Asked second = asked(new ItsSuite());
        String toFirst = answer(0, 200, first, BODY);
        String toSecond = answer(1, 200, second, BODY);
        requireRefused(toFirst, 200, second, BODY);
        requireRefused(toSecond, 200, first, BODY);
        // Nothing was used up, so the right ones are still welcome.
        verify("carol", toFirst, 200, first, BODY);
        verify("carol", toSecond, 200, second, BODY);
        assertEquals(BLOCK_SIZE - 64, hubPool.status(false).unused());
    }

    @Test
    void anythingElseThanTheHubSentDoesNotVerify() {
        Asked request = asked(new ItsSuite());
        String header = answer(0, 404, request, BODY);
        requireRefused(header, 200, request, BODY);
        requireRefused(header, 403, request, BODY);
        requireRefused(header, 404, request, new byte[0]);
        requireRefused(header, 404, request, "{\"share_index\":2}".getBytes(StandardCharsets.UTF_8));
        // Signed with the bytes behind those that it names.
        String moved = answer(1, 404, request, BODY).replace(":32:32", ":0:32");
        requireRefused(moved, 404, request, BODY);
        verify("carol", header, 404, request, BODY);
    }

    @Test
    void aResponseToAnotherClientDoesNotVerify() {
        Asked request = asked(new ItsSuite());
        String header = answer(0, 200, request, BODY);
        assertThrows(HubException.class, () -> verify("connie", header, 200, request, BODY));
        verify("carol", header, 200, request, BODY);
    }

    /** The suite is that of the request, not the one that the response would verify in. */
    @Test
    void aResponseOfTheOtherSuiteDoesNotVerify() {
        requireRefused(answer(0, 200, asked(new ItsSuite()), BODY), 200, asked(ClassicSuite.HMAC_SHA256), BODY);
        Asked classic = asked(ClassicSuite.HMAC_SHA256);
        requireRefused(answer(0, 200, classic, BODY), 200, classic, BODY);
    }
}
