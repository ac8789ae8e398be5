package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.Vectors;
import org.dske.testing.WireMessage;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another implementation's clients, whose messages are sent to this hub as they were on the wire. */
class OtherImplementationTest {
    private static final JsonObject EXCHANGES = Vectors.exchangesClassic();
    private static final int BLOCK_SIZE = 2000;

    private final TestHub hub = TestHub.start();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void itsRegistrationIsAnsweredAsItsOwnHubAnswered() {
        try (TestHub helen = new TestHub("helen", Map.of())) {
            Response response = send(helen, "registration");
            assertEquals(200, response.status());
            assertArrayEquals(
                    WireMessage.parse(EXCHANGES.getJsonObject("registration").getString("response"))
                            .body(),
                    response.body());
            assertEquals("[serena]", helen.client("celia").encryptors().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "hub"})
    void itsRequestForABlockIsServed(String owner) {
        new FakeClient(hub.base(), "celia", "serena").register();
        Response response = send(hub, "psrd-" + owner);
        JsonObject block = response.json();
        assertEquals(
                WireMessage.parse(EXCHANGES.getJsonObject("psrd-" + owner).getString("response"))
                        .body()
                        .length,
                response.body().length);
        assertEquals(
                "[" + block.getString("block_uuid") + "]",
                hub.client("celia").pool(PoolOwner.parse(owner)).blockUuids().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-fragmented"})
    void itsSharesArePostedAndGot(String kind) {
        FakeClient carol = client("carol", "sam", "POST" + kind);
        FakeClient connie = client("connie", "sofia", "GET" + kind);
        JsonObject post = EXCHANGES.getJsonObject("POST" + kind);
        JsonObject get = EXCHANGES.getJsonObject("GET" + kind);

        Response posted = carol.verified(send(hub, "POST" + kind));
        assertEquals(200, posted.status(), posted::toString);
        Response got = connie.verified(send(hub, "GET" + kind));

        byte[] share =
                FakeClient.xor(encryptedShare(post.getString("request")), Vectors.hex(post.getString("pad_hex")));
        assertArrayEquals(share, connie.decrypt(got));
        assertArrayEquals(
                share,
                FakeClient.xor(encryptedShare(get.getString("response")), Vectors.hex(get.getString("pad_hex"))),
                "the other hub gave the same share");
        assertEquals(0, got.json().getInt("share_index"));
    }

    /** A client that holds, as the hub does, the blocks that its message names, with the given bytes in their places. */
    private FakeClient client(String name, String encryptor, String exchange) {
        FakeClient client = new FakeClient(hub.base(), name, encryptor);
        client.separator = "%";
        client.register();
        JsonObject vector = EXCHANGES.getJsonObject(exchange);
        WireMessage request = WireMessage.parse(vector.getString("request"));
        Map<String, byte[]> blocks = new TreeMap<>();
        String header = request.headers().get("dske-signature");
        assertNotNull(header);
        place(blocks, header.substring(0, header.indexOf('%')), vector.getString("signing_key_hex"));
        if (request.method().equals("POST")) {
            List<String> pad = new ArrayList<>();
            parse(request.body()).getJsonObject("encryption_key_allocation").getJsonArray("fragments").stream()
                    .map(fragment -> fragment.asJsonObject())
                    .forEach(fragment -> pad.add(fragment.getString("block_uuid") + ":" + fragment.getInt("start") + ":"
                            + fragment.getInt("size")));
            place(blocks, String.join(",", pad), vector.getString("pad_hex"));
        }
        blocks.forEach((uuid, data) -> hub.addBlock(name, PoolOwner.CLIENT, UUID.fromString(uuid), data));
        client.fetch("hub", BLOCK_SIZE);
        return client;
    }

    private static void place(Map<String, byte[]> blocks, String allocation, String hex) {
        byte[] bytes = Vectors.hex(hex);
        int offset = 0;
        for (String fragment : allocation.split(",", -1)) {
            String[] parts = fragment.split(":", -1);
            byte[] block = blocks.computeIfAbsent(parts[0], uuid -> new byte[BLOCK_SIZE]);
            int size = Integer.parseInt(parts[2]);
            System.arraycopy(bytes, offset, block, Integer.parseInt(parts[1]), size);
            offset += size;
        }
        assertEquals(bytes.length, offset);
    }

    private static byte[] encryptedShare(String message) {
        return java.util.Base64.getDecoder()
                .decode(parse(WireMessage.parse(message).body()).getString("encrypted_share_value"));
    }

    private static JsonObject parse(byte[] body) {
        return new Response(200, Map.of("content-type", "application/json"), body).json();
    }

    private static Response send(TestHub hub, String exchange) {
        String request = EXCHANGES.getJsonObject(exchange).getString("request");
        return Http.exchange(hub.base(), stream -> stream.write(FakeClient.utf8(request)));
    }
}
