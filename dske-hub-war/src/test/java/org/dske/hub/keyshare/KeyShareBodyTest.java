package org.dske.hub.keyshare;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.dske.testing.client.FakeClient.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are signed and wrong: a signed 400, no share, and the pad's bytes untouched. */
class KeyShareBodyTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final String PAD = "@PAD@";
    private static final String PAD_BEHIND_A_NUMBER = "@PAD5@";

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
    private final String keyId = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        hub.close();
    }

    static Stream<String> bodies() {
        String good = good("\"share_index\":0", PAD, "\"" + "A".repeat(43) + "=\"");
        return Stream.of(
                "not json",
                "{",
                "[]",
                "null",
                "true",
                "0",
                "\"text\"",
                " ",
                "{}",
                good + "x",
                good + good,
                good + "]",
                good.replace(",\"share_index\"", ",,\"share_index\""),
                good.replace("\"share_index\":0", "\"share_index\":\"0\""),
                good.replace("\"share_index\":0", "\"share_index\":0.5"),
                good.replace("\"share_index\":0", "\"share_index\":[0]"),
                good.replace("\"share_index\":0", "\"share_index\":{}"),
                good.replace("\"share_index\":0", "\"share_index\":true"),
                good.replace("\"share_index\":0", "\"share_index\":null"),
                good.replace("\"share_index\":0", "\"share_index\":4294967296"),
                good.replace("\"share_index\":0", "\"share_index\":1e400"),
                good.replace("\"share_index\":0", "\"share_index\":1e-400"),
                good.replace("\"share_index\":0", "\"share_index\":1e999999999"),
                good.replace("\"share_index\":0", "\"share_index\":1e99999999999999"),
                good.replace("\"share_index\":0", "\"share_index\":" + "9".repeat(3000)),
                good.replace("\"share_index\":0", "\"share_index\":" + "9".repeat(900_000)),
                good.replace("\"share_index\":0", "\"share_index\":0." + "0".repeat(900_000)),
                good.replace("\"share_index\":0", "\"share_index\":0,\"threshold\":\"3\""),
                good.replace("\"share_index\":0", "\"share_index\":0,\"sharing\":3"),
                good.replace("\"share_index\":0", "\"share_index\":0,\"additional_slave_sae_ids\":[null]"),
                good.replace("\"share_index\":0", "\"share_index\":0,\"additional_slave_sae_ids\":[\"\"]"),
                good.replace("\"share_index\":0", "\"share_index\":0,\"additional_slave_sae_ids\":[5]"),
                good.replace("\"share_index\":0", "\"share_index\":0,\"additional_slave_sae_ids\":\"serena\""),
                good.replace("\"master_sae_id\":\"sam\"", "\"master_sae_id\":\"\""),
                good.replace("\"master_sae_id\":\"sam\"", "\"master_sae_id\":null"),
                good.replace("\"master_sae_id\":\"sam\",", ""),
                good.replace("\"slave_sae_id\":\"sofia\",", ""),
                good.replace("\"master_client_name\":\"carol\",", ""),
                good.replace("\"master_client_name\":\"carol\"", "\"master_client_name\":7"),
                good.replace("@KEY@", "not-a-uuid"),
                good.replace("@KEY@", "1-1-1-1-1"),
                good.replace("\"@KEY@\"", "5"),
                good("\"share_index\":0", "null", "\"AAAA\""),
                good("\"share_index\":0", "[]", "\"AAAA\""),
                good("\"share_index\":0", "\"@UUID@:0:32\"", "\"AAAA\""),
                good("\"share_index\":0", "{}", "\"AAAA\""),
                good("\"share_index\":0", "{\"fragments\":null}", "\"AAAA\""),
                good("\"share_index\":0", "{\"fragments\":{}}", "\"AAAA\""),
                good("\"share_index\":0", "{\"fragments\":[]}", "\"\""),
                good("\"share_index\":0", "{\"fragments\":[null]}", "\"AAAA\""),
                good("\"share_index\":0", "{\"fragments\":[{}]}", "\"AAAA\""),
                good("\"share_index\":0", "{\"fragments\":[[]]}", "\"AAAA\""),
                good("\"share_index\":0", PAD_BEHIND_A_NUMBER, "\"" + "A".repeat(43) + "=\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "\"0\"", "3"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "-1", "3"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "1000", "0"), "\"\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "1000", "-3"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "1000", "2"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "1000", "4"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "3998", "3"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "4000", "3"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "2147483647", "2147483647"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "0", "2147483647"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"@UUID@\"", "1e3", "3.5"), "\"AAAA\""),
                good("\"share_index\":0", fragment("\"39b64dd0-c22a-4f2a-b5a0-6061d399d311\"", "0", "3"), "\"AAAA\""),
                good("\"share_index\":0", fragment("5", "1000", "3"), "\"AAAA\""),
                good("\"share_index\":0", fragment("null", "1000", "3"), "\"AAAA\""),
                good("\"share_index\":0", PAD, "null"),
                good("\"share_index\":0", PAD, "5"),
                good("\"share_index\":0", PAD, "[1,2]"),
                good("\"share_index\":0", PAD, "{}"),
                good("\"share_index\":0", PAD, "\"***\""),
                good("\"share_index\":0", PAD, "\"AAAAA\""),
                good("\"share_index\":0", PAD, "\"\""),
                good("\"share_index\":0,\"x\":" + "[".repeat(100_000) + "]".repeat(100_000), PAD, "\"AAAA\""),
                good("\"share_index\":0,\"x\":" + "[".repeat(100_000), PAD, "\"AAAA\""),
                good("\"share_index\":0,\"x\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5000), PAD, "\"AAAA\""),
                good("\"share_index\":" + "[".repeat(5000) + "]".repeat(5000), PAD, "\"AAAA\""));
    }

    private static String fragment(String uuid, String start, String size) {
        return "{\"fragments\":[{\"block_uuid\":" + uuid + ",\"start\":" + start + ",\"size\":" + size + "}]}";
    }

    private static String good(String index, String allocation, String share) {
        return "{\"master_client_name\":\"carol\",\"master_sae_id\":\"sam\",\"slave_sae_id\":\"sofia\",\"user_key_id\":\"@KEY@\","
                + index + ",\"encryption_key_allocation\":" + allocation + ",\"encrypted_share_value\":" + share + "}";
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsNoShareGetsASigned400AndTakesNothingButTheSigningKey(String template) {
        Bytes pad = carol.allocate(32);
        String body = template.replace("@KEY@", keyId)
                .replace("@UUID@", pad.parts().get(0).uuid())
                .replace(PAD, pad.json())
                .replace(PAD_BEHIND_A_NUMBER, pad.json().replace("[", "[5,"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> carol.exchange("POST", KEY_SHARE, body).error(400));
        assertEquals(32, hub.used("carol", PoolOwner.CLIENT), "the signing key alone is used");
        assertEquals(32, hub.used("carol", PoolOwner.HUB));
        assertEquals(0, hub.shares.status().size());
        String good = carol.share(keyId, "\"share_index\":0", pad.json(), FakeClient.xor(SHARE, pad.value()), "");
        assertEquals(200, carol.exchange("POST", KEY_SHARE, good).status(), "the pad is still good");
        assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)));
    }

    @Test
    void aPadThatOverlapsTheSigningKeyIsRefused() {
        Bytes key = carol.allocate(32);
        String body = carol.share(keyId, "\"share_index\":0", key.json(), new byte[32], "");
        carol.verified(carol.send("POST", KEY_SHARE, carol.header(key, KEY_SHARE, utf8(body)), utf8(body)))
                .error(400);
        String uuid = key.parts().get(0).uuid();
        Bytes next = carol.allocate(32);
        String partly = carol.share(
                keyId,
                "\"share_index\":0",
                new Bytes(java.util.List.of(new Part(uuid, 63, 32)), new byte[0]).json(),
                new byte[32],
                "");
        carol.verified(carol.send("POST", KEY_SHARE, carol.header(next, KEY_SHARE, utf8(partly)), utf8(partly)))
                .error(400);
        assertEquals(64, hub.used("carol", PoolOwner.CLIENT));
        assertEquals(0, hub.shares.status().size());
    }

    @Test
    void aPadWhoseFragmentsOverlapIsRefused() {
        String uuid = carol.allocate(32).parts().get(0).uuid();
        Bytes twice = new Bytes(java.util.List.of(new Part(uuid, 0, 16), new Part(uuid, 8, 16)), new byte[0]);
        String body = carol.share(keyId, "\"share_index\":0", twice.json(), new byte[32], "");
        carol.exchange("POST", KEY_SHARE, body).error(400);
        assertEquals(32, hub.used("carol", PoolOwner.CLIENT));
    }

    @Test
    void aPadOutOfAnotherClientsOrTheHubsOwnPoolIsRefused() {
        FakeClient connie = FakeClient.ready(hub.base(), "connie", "sunny");
        Bytes foreign = connie.allocate(32);
        String hubs = carol.fetch("hub", 100);
        for (Bytes pad : java.util.List.of(foreign, new Bytes(java.util.List.of(new Part(hubs, 0, 32)), new byte[0]))) {
            String body = carol.share(keyId, "\"share_index\":0", pad.json(), new byte[32], "");
            carol.exchange("POST", KEY_SHARE, body).error(400);
        }
        assertEquals(0, hub.used("connie", PoolOwner.CLIENT));
        assertEquals(64, hub.used("carol", PoolOwner.HUB));
        assertEquals(0, hub.shares.status().size());
    }

    @Test
    void aPadIsUsedOnceEvenIfTheShareIsRefused() {
        carol.posted(keyId, SHARE);
        Bytes pad = carol.allocate(32);
        String body = carol.share(keyId, "\"share_index\":0", pad.json(), new byte[32], "");
        carol.exchange("POST", KEY_SHARE, body).error(409);
        String again = body.replace(keyId, UUID.randomUUID().toString());
        carol.exchange("POST", KEY_SHARE, again).error(400);
    }
}
