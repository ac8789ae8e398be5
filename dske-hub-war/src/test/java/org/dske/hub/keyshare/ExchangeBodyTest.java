package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.client.Batch;
import org.dske.testing.client.Exchange;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.dske.testing.client.FakeClient.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exchanges that are signed and cannot be understood as a whole: a signed 400, and nothing has changed. */
class ExchangeBodyTest {
    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
    private final Batch held = Batch.of(1);
    private final Batch first = Batch.of(2);
    private final Batch second = Batch.ofSizes(5);
    private final Exchange exchange = new Exchange().put(first).put(second).get(held.keyIds());

    @AfterEach
    void stop() {
        hub.close();
    }

    /** Each a text of a good message, and what stands in its place. */
    static Stream<List<String>> messagesThatAreWrong() {
        return Stream.of(
                List.of("\"size\":5,", "\"size\":4,"),
                List.of("\"size\":5,", "\"size\":6,"),
                List.of("\"size\":5,", "\"size\":0,"),
                List.of("\"size\":5,", "\"size\":-5,"),
                List.of("\"size\":5,", "\"size\":2147483647,"),
                List.of("\"size\":5,", "\"size\":\"5\","),
                List.of("\"size\":5,", "\"size\":null,"),
                List.of("\"size\":5,", "\"size\":5.0,"),
                List.of("\"size\":5,", ""),
                // 2 * 2147483647 and 75 are 73 modulo 2^32.
                List.of("\"size\":32,", "\"size\":2147483647,"),
                List.of("\"size\":69}", "\"size\":68}"),
                List.of("\"size\":69}", "\"size\":70}"),
                List.of("\"size\":69}", "\"size\":2147483647}"),
                List.of("\"start\":0,", "\"start\":-1,"),
                List.of("\"start\":0,", "\"start\":3990,"),
                List.of("\"fragments\":[", "\"fragments\":[],\"x\":["),
                List.of("\"encryption_key_allocation\":", "\"x\":"),
                List.of("\"encrypted_share_values\":", "\"x\":"),
                List.of("\"encrypted_share_values\":\"", "\"encrypted_share_values\":\"AAAA"),
                List.of("\"encrypted_share_values\":\"", "\"encrypted_share_values\":\"*"),
                List.of("\"encrypted_share_values\":", "\"encrypted_share_values\":null,\"x\":"),
                List.of("\"put\":[", "\"x\":["),
                List.of("\"put\":[", "\"put\":[null,"),
                List.of("\"put\":[", "\"put\":[{},"),
                List.of("\"put\":[", "\"put\":[5,"),
                List.of("\"put\":[", "\"put\":{},\"x\":["),
                List.of("\"keys\":[", "\"keys\":[],\"x\":["),
                List.of("\"keys\":[", "\"keys\":[null,"),
                List.of("\"keys\":[", "\"keys\":[{},"),
                List.of("\"keys\":[", "\"x\":["),
                List.of("@KEY1@", "@KEY0@"),
                List.of("@KEY1@", "@KEY0UPPER@"),
                List.of("@KEY1@", "no-uuid"),
                List.of("\"share_index\":1", "\"share_index\":\"1\""),
                List.of("\"share_index\":1", "\"share_index\":1e0"),
                List.of("\"share_index\":1", "\"x\":1"),
                List.of("\"get\":[", "\"get\":[null,"),
                List.of("\"get\":[", "\"get\":[{},"),
                List.of("\"get\":[", "\"get\":\"\",\"x\":["),
                List.of("\"key_ids\":[", "\"key_ids\":[],\"x\":["),
                List.of("\"key_ids\":[", "\"x\":["),
                List.of("\"key_ids\":[", "\"key_ids\":[null,"),
                List.of("\"key_ids\":[\"@HELD@\"", "\"key_ids\":[\"@HELD@\",\"@HELD@\""),
                List.of("\"master_sae_id\":\"sam\",", ""),
                List.of("\"slave_sae_id\":\"sofia\",", ""),
                List.of("\"sofia\"", "7"),
                List.of("\"client_name\":\"carol\",", ""),
                List.of("\"client_name\":\"carol\"", "\"client_name\":null"),
                List.of("\"client_name\":\"carol\"", "\"client_name\":\"carol\",\"client_name\":\"carol\""));
    }

    @ParameterizedTest
    @MethodSource("messagesThatAreWrong")
    void aMessageThatCannotBeUnderstoodGetsASigned400AndChangesNothing(List<String> change) {
        held.mustBePostedBy(carol);
        Bytes pad = carol.allocate(exchange.size());
        String good = exchange.message(carol, pad)
                .replace("\"start\":" + pad.parts().getFirst().start() + ",", "\"start\":0,");
        String body = good.replace(filled(change.get(0)), filled(change.get(1)));
        assertNotEquals(good, body, "nothing has changed");
        String sent = change.get(0).startsWith("\"start\"")
                ? body
                : body.replace(
                        "\"start\":0,", "\"start\":" + pad.parts().getFirst().start() + ",");
        long usedBefore = hub.used("carol", PoolOwner.CLIENT);
        long ownBefore = hub.used("carol", PoolOwner.HUB);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> carol.exchange("POST", Exchange.EXCHANGE, sent).error(400));
        assertEquals(usedBefore + 32, hub.used("carol", PoolOwner.CLIENT), "the signing key alone is used");
        assertEquals(ownBefore + 32, hub.used("carol", PoolOwner.HUB));
        assertEquals(1, hub.shares.status().size());
        var answer = carol.exchange("POST", Exchange.EXCHANGE, exchange.message(carol, pad));
        assertEquals(List.of(200, 200, 200), Exchange.statuses(answer), "the pad is still good");
    }

    @Test
    void anExchangeOfNothingIsNone() {
        for (String nothing : List.of("", ",\"put\":[]", ",\"get\":[],\"put\":null")) {
            carol.exchange("POST", Exchange.EXCHANGE, "{\"client_name\":\"carol\"" + nothing + "}")
                    .error(400);
        }
    }

    @Test
    void bytesThatEncryptNothingAreNotNamed() {
        held.mustBePostedBy(carol);
        String get = new Exchange().get(held.keyIds()).message(carol, carol.allocate(0));
        String allocation =
                ",\"encryption_key_allocation\":" + carol.allocate(32).json() + "}";
        carol.exchange("POST", Exchange.EXCHANGE, get.substring(0, get.length() - 1) + allocation)
                .error(400);
    }

    @Test
    void whatIsUnknownIsIgnored() {
        held.mustBePostedBy(carol);
        String message = exchange.message(carol, carol.allocate(exchange.size()))
                .replace("\"size\":5", "\"via\":[{\"x\":1}],\"size\":5")
                .replace("{\"client_name\"", "{\"weather\":{\"a\":[1,2]},\"client_name\"");
        assertEquals(List.of(200, 200, 200), Exchange.statuses(carol.exchange("POST", Exchange.EXCHANGE, message)));
    }

    @Test
    void aPadThatIsAnothersOrUsedIsRefusedForAllEntries() {
        FakeClient connie = FakeClient.ready(hub.base(), "connie", "sunny");
        String own = carol.allocate(32).parts().getFirst().uuid();
        for (Part part : List.of(
                new Part(own, 0, 69),
                new Part(connie.allocate(32).parts().getFirst().uuid(), 32, 69),
                new Part(carol.fetch("hub", 100), 0, 69),
                new Part(UUID.randomUUID().toString(), 0, 69))) {
            String body = exchange.message(carol, new Bytes(List.of(part), new byte[69]));
            carol.exchange("POST", Exchange.EXCHANGE, body).error(400);
        }
        assertEquals(4 * 32, hub.used("carol", PoolOwner.CLIENT));
        assertEquals(0, hub.used("connie", PoolOwner.CLIENT));
        assertEquals(0, hub.shares.status().size());
    }

    private String filled(String text) {
        String[] keys = first.keyIds().toArray(String[]::new);
        return text.replace("@KEY0UPPER@", keys[0].toUpperCase(Locale.ROOT))
                .replace("@KEY0@", keys[0])
                .replace("@KEY1@", keys[1])
                .replace("@HELD@", held.keyIds().iterator().next());
    }
}
