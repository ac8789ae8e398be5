package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.encryption.EncryptionKey;
import org.dske.json.JsonMessages;
import org.dske.key.NodeName;
import org.dske.ledger.PoolOwner;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.psrd.Block;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.Pools;
import org.dske.psrd.Refill;
import org.dske.secret.SecretBytes;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Signature;
import org.dske.testing.MutableClock;
import org.dske.testing.Vectors;
import org.dske.testing.WireMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of whole messages of another implementation. */
class SignedChannelTest {
    private static final int BLOCK_SIZE = 2_000;

    private static final URI HANK = URI.create("http://127.0.0.1:8100/hub/hank");
    private static final String API = "/hub/hank/dske/api/v1/";

    private final HttpTransport http = new HttpTransport(Optional.empty());
    private final JsonObject exchanges = Vectors.exchangesClassic();
    private final PeerPool hubPool = Pools.peer("hank/hub", PoolOwner.HUB, 0, Refill.NONE, new MutableClock(), 1 << 20);
    private final SignedChannel channel =
            new SignedChannel(http, HANK, new NodeName("carol"), hubPool, Duration.ZERO, 1_000_000);

    private JsonObject exchange(String name) {
        return exchanges.getJsonObject(name);
    }

    /** Puts known bytes where an allocation of the hub says they are, in blocks of their own. */
    private void hold(Map<UUID, byte[]> blocks, Allocation allocation, byte[] bytes) {
        int offset = 0;
        for (Fragment fragment : allocation.fragments()) {
            byte[] block = blocks.computeIfAbsent(fragment.blockUuid(), uuid -> new byte[BLOCK_SIZE]);
            System.arraycopy(bytes, offset, block, fragment.start(), fragment.size());
            offset += fragment.size();
        }
    }

    private void fillPool(Map<UUID, byte[]> blocks) {
        blocks.forEach((uuid, bytes) ->
                hubPool.add(new Block(uuid, SecretBytes.owning(bytes))).join());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "POST-fragmented", "GET-fragmented"})
    void aRequestGetsTheTagThatTheOtherImplementationGaveIt(String name) {
        WireMessage request = WireMessage.parse(exchange(name).getString("request"));
        Signature theirs = Signature.parse(request.header(Signature.HEADER));
        AllocatedBytes key = new AllocatedBytes(
                theirs.allocation(), Vectors.secret(exchange(name).getString("signing_key_hex")));
        assertTrue(request.path().startsWith(API), request::path);
        HubRequest ours = new HubRequest(
                request.method(), request.path().substring(API.length()), request.rawQuery(), request.body());
        String header = channel.sign(ours, key, ClassicSuite.HMAC_SHA256);
        assertEquals(request.header(Signature.HEADER).replace('%', ';'), header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "POST-fragmented", "GET-fragmented"})
    void aResponseVerifiesOnceAndOnlyAsItIs(String name) {
        WireMessage response = WireMessage.parse(exchange(name).getString("response"));
        String header = response.header(Signature.HEADER);
        Signature signature = Signature.parse(header);
        Map<UUID, byte[]> blocks = new HashMap<>();
        hold(blocks, signature.allocation(), Vectors.hex(exchange(name).getString("response_signing_key_hex")));
        assertEquals(HubException.Kind.UNKNOWN_BLOCK, refused(header, response.body()));
        fillPool(blocks);
        long before = hubPool.status(false).unused();
        byte[] tampered = response.body().clone();
        tampered[0] ^= 1;
        assertEquals(HubException.Kind.UNVERIFIED, refused(header, tampered));
        assertEquals(before, hubPool.status(false).unused());
        verify(header, response.body());
        assertEquals(before - 32, hubPool.status(false).unused());
        assertEquals(HubException.Kind.UNVERIFIED, refused(header, response.body()));
        assertEquals(before - 32, hubPool.status(false).unused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "GET-fragmented"})
    void aResponsesShareIsDecryptedWithThePadThatItNames(String name) {
        WireMessage response = WireMessage.parse(exchange(name).getString("response"));
        GetKeyShareResponse message =
                JsonMessages.binding().fromJson(new ByteArrayInputStream(response.body()), GetKeyShareResponse.class);
        Allocation allocation = message.encryptionKeyAllocation().toAllocation();
        Map<UUID, byte[]> blocks = new HashMap<>();
        hold(blocks, allocation, Vectors.hex(exchange(name).getString("pad_hex")));
        fillPool(blocks);
        try (SecretBytes pad = hubPool.peek(allocation, message.encryptedShareValue().length, Duration.ZERO)) {
            byte[] share = new EncryptionKey(pad)
                    .decrypt(message.encryptedShareValue())
                    .expose();
            JsonObject post = JsonProvider.provider()
                    .createReader(new ByteArrayInputStream(WireMessage.parse(
                                    exchange(name.replace("GET", "POST")).getString("request"))
                            .body()))
                    .readObject();
            byte[] posted = Base64.getDecoder().decode(post.getString("encrypted_share_value"));
            byte[] postPad = Vectors.hex(exchange(name.replace("GET", "POST")).getString("pad_hex"));
            assertArrayEquals(
                    new EncryptionKey(SecretBytes.owning(postPad))
                            .decrypt(posted)
                            .expose(),
                    share);
        }
    }

    @Test
    void theQueryIsSignedAsItIsSent() {
        AllocatedBytes key = new AllocatedBytes(
                new Allocation(List.of(new Fragment(UUID.randomUUID(), 0, 32))), SecretBytes.owning(new byte[32]));
        String escaped = channel.sign(HubRequest.get("key-share", "a=%2B"), key, ClassicSuite.HMAC_SHA256);
        String plain = channel.sign(HubRequest.get("key-share", "a=+"), key, ClassicSuite.HMAC_SHA256);
        assertNotEquals(escaped, plain);
    }

    private void verify(String header, byte[] body) {
        channel.verify(Use.EXCHANGE, new HttpReply(200, header, body), "", ClassicSuite.HMAC_SHA256);
    }

    private HubException.Kind refused(String header, byte[] body) {
        return assertThrows(HubException.class, () -> verify(header, body)).kind();
    }

    @AfterEach
    void close() {
        http.close();
    }
}
