package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.FakeClient.Bytes;
import org.dske.testing.client.FakeClient.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches that are signed and wrong: a signed 400, no share stored or given, and the pad's bytes untouched. */
class KeySharesBodyTest {
    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
    private final Batch batch = Batch.of(3);

    @AfterEach
    void stop() {
        hub.close();
    }

    /** Each a text of a good post, and what stands in its place. */
    static Stream<List<String>> postsThatAreWrong() {
        return Stream.of(
                List.of("\"share_index\":1,", "\"share_index\":-1,"),
                List.of("\"share_index\":2,", "\"share_index\":254,"),
                List.of("\"share_index\":2,", "\"share_index\":255,"),
                List.of("\"share_index\":0,", "\"share_index\":2147483647,"),
                List.of("\"share_index\":0,", "\"share_index\":\"0\","),
                List.of("\"share_index\":0,", ""),
                List.of("@KEY2@", "@KEY0@"),
                List.of("@KEY1@", "@KEY2UPPER@"),
                List.of("@KEY1@", "no-uuid"),
                List.of("\"user_key_id\":\"@KEY1@\",", ""),
                List.of("\"encrypted_share_value\":\"@VALUE1@\"", "\"encrypted_share_value\":\"\""),
                List.of("\"encrypted_share_value\":\"@VALUE1@\"", "\"encrypted_share_value\":null"),
                List.of("\"encrypted_share_value\":\"@VALUE1@\"", "\"encrypted_share_value\":\"****\""),
                List.of("\"@VALUE2@\"", "\"AAAA\""),
                List.of("\"@VALUE2@\"", "\"@VALUE2@@VALUE2@\""),
                List.of("\"@VALUE2@\"", "\"" + "A".repeat(60_000) + "\""),
                List.of("\"shares\":[", "\"shares\":[null,"),
                List.of("\"shares\":[", "\"shares\":[{},"),
                List.of("\"shares\":[", "\"shares\":[[],"),
                List.of("\"shares\":[", "\"shares\":[5,"),
                List.of("\"shares\":[", "\"shares\":[\"@KEY1@\","),
                List.of("{\"user_key_id\":\"@KEY1@\"", "false,{\"user_key_id\":\"@KEY1@\""),
                List.of("]", ",5]"),
                List.of("\"shares\":[", "\"shares\":[],\"x\":["),
                List.of("\"shares\":[", "\"shares\":null,\"x\":["),
                List.of("\"shares\":[", "\"shares\":{},\"x\":["),
                List.of("\"shares\":[", "\"x\":["),
                List.of("\"sam\"", "\"\""),
                List.of("\"sam\"", "null"),
                List.of("\"sofia\"", "\" \""),
                List.of("\"sofia\"", "7"),
                List.of("\"master_client_name\":\"carol\",", ""),
                List.of("\"slave_sae_id\":", "\"sharing\":\"shamir\",\"slave_sae_id\":"),
                List.of("\"slave_sae_id\":", "\"threshold\":0,\"slave_sae_id\":"),
                List.of("\"slave_sae_id\":", "\"threshold\":256,\"slave_sae_id\":"),
                List.of("\"slave_sae_id\":", "\"additional_slave_sae_ids\":[null],\"slave_sae_id\":"),
                List.of("\"slave_sae_id\":", "\"additional_slave_sae_ids\":[\"\"],\"slave_sae_id\":"),
                List.of("\"slave_sae_id\":", "\"additional_slave_sae_ids\":\"serena\",\"slave_sae_id\":"),
                List.of("\"slave_sae_id\":", "\"additional_slave_sae_ids\":[" + slaves(256) + "],\"slave_sae_id\":"),
                List.of("\"size\":96", "\"size\":95"),
                List.of("\"size\":96", "\"size\":97"),
                List.of("\"size\":96", "\"size\":0"),
                List.of("\"size\":96", "\"size\":-96"),
                List.of("\"size\":96", "\"size\":2147483647"),
                List.of("\"start\":0", "\"start\":-1"),
                List.of("\"start\":0", "\"start\":3990"),
                List.of("\"fragments\":[", "\"fragments\":[],\"x\":["),
                List.of("\"encryption_key_allocation\":", "\"x\":"));
    }

    private static String slaves(int number) {
        StringBuilder names = new StringBuilder("\"s0\"");
        for (int i = 1; i < number; i++) {
            names.append(",\"s").append(i).append('"');
        }
        return names.toString();
    }

    @ParameterizedTest
    @MethodSource("postsThatAreWrong")
    void aPostThatIsNoBatchGetsASigned400AndTakesNothingButTheSigningKey(List<String> change) {
        Bytes pad = carol.allocate(96);
        String good = batch.message(carol, pad, "");
        String body = changed(good, change);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> carol.exchange("POST", Batch.KEY_SHARES, body).error(400));
        assertEquals(32, hub.used("carol", PoolOwner.CLIENT), "the signing key alone is used");
        assertEquals(32, hub.used("carol", PoolOwner.HUB));
        assertEquals(0, hub.shares.status().size());
        assertEquals(200, carol.exchange("POST", Batch.KEY_SHARES, good).status(), "the pad is still good");
        Batch.in(batch.gotBy(carol), carol).assertSameAs(batch);
    }

    /** Each a text of a good fetch, and what stands in its place. */
    static Stream<List<String>> fetchesThatAreWrong() {
        return Stream.of(
                List.of("@KEY2@", "@KEY0@"),
                List.of("@KEY1@", "@KEY2UPPER@"),
                List.of("@KEY1@", "no-uuid"),
                List.of("@KEY1@", "1-1-1-1-1"),
                List.of("\"@KEY1@\"", "5"),
                List.of("\"@KEY1@\"", "null"),
                List.of("{\"user_key_id\":\"@KEY0@\"}", "\"@KEY0@\""),
                List.of("\"shares\":[", "\"shares\":[null,"),
                List.of("\"shares\":[", "\"shares\":[{},"),
                List.of("\"shares\":[", "\"shares\":[],\"x\":["),
                List.of("\"shares\":[", "\"shares\":null,\"x\":["),
                List.of("\"shares\":[", "\"x\":["),
                List.of("\"sam\"", "\"\""),
                List.of("\"master_sae_id\":\"sam\",", ""),
                List.of("\"slave_sae_id\":\"sofia\",", ""),
                List.of("\"client_name\":\"carol\",", ""),
                List.of("\"sofia\"", "\"" + "s".repeat(256) + "\""),
                List.of("\"sofia\"", "[\"sofia\"]"));
    }

    @ParameterizedTest
    @MethodSource("fetchesThatAreWrong")
    void aFetchThatAsksForNothingSensibleGetsASigned400AndTakesNothingButTheSigningKey(List<String> change) {
        batch.mustBePostedBy(carol);
        String good = Batch.request("carol", "sam", "sofia", batch.keyIds());
        String body = changed(good, change);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> carol.exchange("POST", Batch.FETCH, body).error(400));
        assertEquals(96 + 32 + 32, hub.used("carol", PoolOwner.CLIENT));
        assertEquals(64, hub.used("carol", PoolOwner.HUB));
        hub.clock.advance(Duration.ofMinutes(2));
        Batch.in(batch.gotBy(carol), carol).assertSameAs(batch);
    }

    @Test
    void aPadThatOverlapsItsSigningKeyOrIsAnothersIsRefused() {
        FakeClient connie = FakeClient.ready(hub.base(), "connie", "sunny");
        String own = carol.allocate(32).parts().get(0).uuid();
        for (Part part : List.of(
                new Part(own, 0, 96),
                new Part(connie.allocate(32).parts().get(0).uuid(), 32, 96),
                new Part(carol.fetch("hub", 100), 0, 96),
                new Part(UUID.randomUUID().toString(), 0, 96))) {
            String body = batch.message(carol, new Bytes(List.of(part), new byte[96]), "");
            carol.exchange("POST", Batch.KEY_SHARES, body).error(400);
        }
        assertEquals(4 * 32, hub.used("carol", PoolOwner.CLIENT));
        assertEquals(0, hub.used("connie", PoolOwner.CLIENT));
        assertEquals(0, hub.shares.status().size());
    }

    /** The message with one text of it replaced; marks stand for the keys and the shares' values. */
    private String changed(String good, List<String> change) {
        String body = good.replace(filled(good, change.get(0)), filled(good, change.get(1)));
        org.junit.jupiter.api.Assertions.assertNotEquals(good, body, "nothing has changed");
        return body;
    }

    private String filled(String good, String text) {
        String[] keys = batch.keyIds().toArray(new String[0]);
        String[] parts = good.split("\"encrypted_share_value\":\"", -1);
        String filled = text.replace("@KEY2UPPER@", keys[2].toUpperCase(java.util.Locale.ROOT));
        for (int i = 0; i < 3; i++) {
            filled = filled.replace("@KEY" + i + "@", keys[i]);
            if (parts.length == 4) {
                filled = filled.replace("@VALUE" + i + "@", parts[i + 1].substring(0, 44));
            }
        }
        return filled;
    }
}
