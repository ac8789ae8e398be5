package org.dske.hub.management;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.hub.client.PeerClient;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.Test;

class ManagementTest {
    private static final byte[] SHARE = FakeClient.utf8("a share of as many bytes as this");
    private static final byte[] NO_BODY = {};

    @Test
    void aFreshHubIsReadyAndEmpty() {
        try (TestHub hub = TestHub.start()) {
            JsonObject status = status(hub);
            assertEquals("hank", status.getString("name"));
            assertEquals("hub", status.getString("type"));
            assertTrue(status.getBoolean("ready"));
            assertTrue(status.getJsonArray("clients").isEmpty());
            assertTrue(status.getJsonArray("shares").isEmpty());
        }
    }

    @Test
    void theStatusShowsClientsPoolsBlocksAndSharesAndNoSecret() {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "serena", "sam");
            String keyId = UUID.randomUUID().toString();
            carol.posted(keyId, SHARE);
            hub.clock.advance(Duration.ofSeconds(90));

            JsonObject status = status(hub);
            assertEquals(
                    Set.of(
                            "name",
                            "type",
                            "ready",
                            "laboratory",
                            "clients",
                            "share_count",
                            "packages",
                            "oldest_share",
                            "shares",
                            "quotas",
                            "store",
                            "audit",
                            "randomness",
                            "memory",
                            "refusals"),
                    status.keySet());
            // What is not known is not there.
            assertEquals(
                    Set.of("core_dumps", "swap", "attach"),
                    status.getJsonObject("memory").keySet());
            assertEquals(1, status.getInt("share_count"));
            JsonObject client = status.getJsonArray("clients").getJsonObject(0);
            assertEquals(Set.of("name", "state", "suite", "encryptors", "pools", "quotas"), client.keySet());
            assertEquals("carol", client.getString("name"));
            assertEquals("registered", client.getString("state"));
            assertEquals(
                    "[\"sam\",\"serena\"]", client.getJsonArray("encryptors").toString());

            JsonObject pool = client.getJsonArray("pools").getJsonObject(0);
            assertEquals(
                    Set.of(
                            "name",
                            "owner",
                            "size",
                            "used",
                            "unused",
                            "stored",
                            "in_memory",
                            "low",
                            "used_per_day",
                            "days_left",
                            "refused",
                            "refills",
                            "blocks"),
                    pool.keySet());
            assertEquals("client", pool.getString("owner"));
            assertEquals(4000, pool.getInt("size"));
            assertEquals(64, pool.getInt("used"));
            assertEquals(3936, pool.getInt("unused"));
            assertEquals(3936, pool.getInt("in_memory"));
            assertEquals(0, pool.getInt("stored"));
            JsonObject block = pool.getJsonArray("blocks").getJsonObject(0);
            assertEquals(Set.of("uuid", "size", "used", "unused", "origin"), block.keySet());
            assertEquals(64, block.getInt("used"));
            JsonObject hubPool = client.getJsonArray("pools").getJsonObject(1);
            assertEquals("hub", hubPool.getString("owner"));
            assertEquals(32, hubPool.getInt("used"));

            JsonObject share = status.getJsonArray("shares").getJsonObject(0);
            assertEquals(
                    Set.of("key_id", "master_sae_id", "slave_sae_ids", "share_index", "size", "age_seconds"),
                    share.keySet());
            assertEquals(keyId, share.getString("key_id"));
            assertEquals("sam", share.getString("master_sae_id"));
            assertEquals("[\"sofia\"]", share.getJsonArray("slave_sae_ids").toString());
            assertEquals(32, share.getInt("size"));
            assertEquals(90, share.getInt("age_seconds"));
        }
    }

    /** A hub may hold a hundred thousand, and whoever asks for the status would make it hold them once more. */
    @Test
    void theStatusShowsTheLatestThousandSharesAndHowManyThereAre() {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            int[] sizes = new int[1010];
            Arrays.fill(sizes, 1);
            Batch batch = Batch.ofSizes(sizes);
            batch.mustBePostedBy(carol);
            JsonObject status = status(hub);
            assertEquals(1010, status.getInt("share_count"));
            assertEquals(
                    batch.keyIds().stream().skip(10).toList(),
                    status.getJsonArray("shares").getValuesAs(JsonObject.class).stream()
                            .map(share -> share.getString("key_id"))
                            .toList());
        }
    }

    @Test
    void theStatusShowsTheSuiteOfEachClient() {
        try (TestHub hub = TestHub.start()) {
            FakeClient.ready(hub.base(), "carol", "sam");
            FakeClient.readyForIts(hub.base(), "connie", "sofia");
            assertEquals(
                    List.of("classic", "its"),
                    status(hub).getJsonArray("clients").getValuesAs(JsonObject.class).stream()
                            .map(client -> client.getString("suite"))
                            .toList());
        }
    }

    @Test
    void theStatusShowsWhatIsUsedOfTheQuotas() {
        try (TestHub hub = TestHub.start("hub.max-psrd-bytes", "99000", "hub.max-share-bytes", "98000")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            carol.fetch("client", 1000);
            carol.posted(UUID.randomUUID().toString(), SHARE);
            int share = 690 + 32 + 320 + 160 + 2 * (3 + 5);
            JsonObject status = status(hub);
            assertEquals(
                    List.of(
                            "dske.hub.max-clients - 1 256",
                            "dske.hub.max-psrd-bytes - " + (9000 + 3 * 512) + " 99000",
                            "dske.hub.max-share-bytes - " + share + " 98000"),
                    quotas(status));
            assertEquals(
                    List.of(
                            "dske.quota.blocks client 2 1000",
                            "dske.quota.psrd-bytes client 5000 33554432",
                            "dske.quota.blocks hub 1 1000",
                            "dske.quota.psrd-bytes hub 4000 33554432",
                            "dske.quota.encryptors - 2 256",
                            "dske.quota.shares - 1 100000",
                            "dske.quota.share-bytes - " + share + " 33554432"),
                    quotas(status.getJsonArray("clients").getJsonObject(0)));
        }
    }

    private static List<String> quotas(JsonObject holder) {
        return holder.getJsonArray("quotas").getValuesAs(JsonObject.class).stream()
                .map(quota -> quota.getString("quota") + " " + quota.getString("pool_owner", "-") + " "
                        + quota.getInt("used") + " " + quota.getInt("limit"))
                .toList();
    }

    @Test
    void theStatusShowsHowManyRequestsWereRefused() {
        try (TestHub hub = TestHub.start("quota.blocks", "1")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            assertEquals("[]", status(hub).getJsonArray("refusals").toString());
            for (int i = 0; i < 3; i++) {
                Http.send(hub.base(), "GET", FakeClient.KEY_SHARE, Map.of(), NO_BODY)
                        .error(401);
            }
            carol.getPsrd("hub", "1").error(429);
            carol.get(UUID.randomUUID().toString()).error(404);
            Http.send(hub.base(), "GET", "/nothing", Map.of(), NO_BODY).error(404);
            assertEquals(
                    "[{\"count\":3,\"status\":401},{\"count\":2,\"status\":404},{\"count\":1,\"status\":429}]",
                    status(hub).getJsonArray("refusals").getValuesAs(JsonObject.class).stream()
                            .map(refusal -> "{\"count\":" + refusal.getInt("count") + ",\"status\":"
                                    + refusal.getInt("status") + "}")
                            .collect(java.util.stream.Collectors.joining(",", "[", "]")));
        }
    }

    @Test
    void theFirstTenBytesAreShownOnlyIfTheyAreToBeRevealed() {
        try (TestHub hub = TestHub.start("management.reveal", "true")) {
            new FakeClient(hub.base(), "carol", "sam").register();
            byte[] data = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
            hub.addBlock("carol", PoolOwner.HUB, UUID.randomUUID(), data);
            JsonObject block = status(hub)
                    .getJsonArray("clients")
                    .getJsonObject(0)
                    .getJsonArray("pools")
                    .getJsonObject(1)
                    .getJsonArray("blocks")
                    .getJsonObject(0);
            assertArrayEquals(
                    "0123456789".getBytes(StandardCharsets.US_ASCII),
                    Base64.getDecoder().decode(block.getString("first_bytes")));
        }
    }

    @Test
    void aHubThatIsStoppedWipesItsSecretsAndServesNobody() {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            carol.posted(UUID.randomUUID().toString(), SHARE);
            PeerClient peer = hub.client("carol");

            Response stopped = Http.send(hub.base(), "POST", "/mgmt/v1/stop", Map.of(), NO_BODY);
            assertEquals(200, stopped.status());
            assertEquals("{}", stopped.json().toString());
            Await.until(Await.LONG, () -> {
                assertTrue(hub.clients.all().isEmpty(), "it still knows clients");
                assertEquals(0, peer.hubPool().remaining());
            });
            assertEquals(0, peer.clientPool().remaining());
            assertTrue(hub.shares.status().isEmpty());
            for (String target : List.of("/mgmt/v1/status", FakeClient.KEY_SHARE, "/nothing")) {
                Http.send(hub.base(), "GET", target, Map.of(), NO_BODY).error(503);
            }
            carol.register("").error(503);
            Http.send(hub.base(), "POST", "/mgmt/v1/stop", Map.of(), NO_BODY).error(503);
            assertFalse(hub.clients.all().stream().findAny().isPresent());
        }
    }

    @Test
    void theMetricsCountRefusalsClientsSharesAndUnusedBytes() {
        try (TestHub hub = TestHub.start()) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            carol.posted(UUID.randomUUID().toString(), SHARE);
            Http.send(hub.base(), "GET", "/nothing", Map.of(), NO_BODY).error(404);
            Response response = Http.send(hub.base(), "GET", "/mgmt/v1/metrics", Map.of(), NO_BODY);
            assertEquals(200, response.status(), response::toString);
            List<String> lines =
                    new String(response.body(), StandardCharsets.UTF_8).lines().toList();
            assertTrue(lines.contains("dske_refused_requests_total{status=\"404\"} 1"), lines::toString);
            assertTrue(lines.contains("dske_clients 1"), lines::toString);
            assertTrue(lines.contains("dske_shares 1"), lines::toString);
            assertTrue(lines.contains("dske_psrd_unused_bytes{pool=\"hank/carol/client\"} 3936"), lines::toString);
        }
    }

    private static JsonObject status(TestHub hub) {
        Response response = Http.send(hub.base(), "GET", "/mgmt/v1/status", Map.of(), NO_BODY);
        assertEquals(200, response.status(), response::toString);
        return response.json();
    }
}
