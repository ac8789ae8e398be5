package org.dske.hub.quota;

import static org.dske.testing.client.FakeClient.putRegistration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.config.Settings;
import org.dske.hub.api.TestHub;
import org.dske.key.NodeName;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may make a hub hold, out of band. */
class QuotaTest {
    @Test
    void noMoreClientsRegisterThanAreAllowedAndThoseWhoAreMayAgain() {
        try (TestHub hub = TestHub.start("hub.max-clients", "2")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            FakeClient.ready(hub.base(), "connie", "sofia");
            String before = hub.pools();
            assertRefused(new FakeClient(hub.base(), "celia", "serena").register(""), "dske.hub.max-clients", 2, 1, 2);
            assertEquals(before, hub.pools());
            carol.register();
            hub.clients.unregister(org.dske.ledger.PeerName.of("connie", null));
            new FakeClient(hub.base(), "celia", "serena").register();
        }
    }

    @Test
    void aClientHasNoMoreEncryptorsThanAreAllowed() {
        try (TestHub hub = TestHub.start("quota.encryptors", "3")) {
            assertEquals(200, register(hub, 3).status());
            String before = hub.pools();
            assertRefused(register(hub, 4), "dske.quota.encryptors", 0, 4, 3);
            assertEquals(before, hub.pools());
        }
    }

    private static Response register(TestHub hub, int encryptors) {
        String names = IntStream.range(0, encryptors)
                .mapToObj(i -> "\"sae" + i + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        return putRegistration(hub.base(), "{\"client_name\":\"carol\",\"encryptor_names\":" + names + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "hub"})
    void aClientHasNoMoreBlocksThanAreAllowedInEachPool(String owner) {
        try (TestHub hub = TestHub.start("quota.blocks", "2")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            carol.fetch(owner, 10);
            String before = hub.pools();
            assertRefused(carol.getPsrd(owner, "10"), "dske.quota.blocks", 2, 1, 2);
            assertEquals(before, hub.pools());
            String other = owner.equals("hub") ? "client" : "hub";
            assertEquals(200, carol.getPsrd(other, "10").status());
            assertEquals(
                    200,
                    FakeClient.ready(hub.base(), "connie", "serena")
                            .getPsrd(owner, "10")
                            .status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "hub"})
    void aClientHasNoMoreBytesThanAreAllowedInEachPool(String owner) {
        try (TestHub hub = TestHub.start("quota.psrd-bytes", "5000")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam", "sofia");
            String before = hub.pools();
            assertRefused(carol.getPsrd(owner, "1001"), "dske.quota.psrd-bytes", 4000, 1001, 5000);
            assertEquals(before, hub.pools());
            assertEquals(200, carol.getPsrd(owner, "1000").status());
            assertRefused(carol.getPsrd(owner, "1"), "dske.quota.psrd-bytes", 5000, 1, 5000);
        }
    }

    @Test
    void whatAClientUsesUpOrDropsCountsNoMore() {
        try (TestHub hub = TestHub.start("quota.blocks", "2", "quota.psrd-bytes", "5000")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");
            carol.register();
            carol.fetch("hub", 4000);
            carol.fetch("client", 32);
            carol.fetch("client", 4968);
            assertRefused(carol.getPsrd("client", "1"), "dske.quota.blocks", 2, 1, 2);
            carol.exchange("GET", "/dske/api/v1/encryptors/sam?client_name=carol", "");
            assertEquals(200, carol.getPsrd("client", "32").status());
            assertRefused(carol.getPsrd("client", "1"), "dske.quota.blocks", 2, 1, 2);
            carol.register();
            assertEquals(200, carol.getPsrd("client", "5000").status());
        }
    }

    @Test
    void allClientsTogetherHaveNoMoreBytesThanAreAllowed() {
        // A block counts twice until its copy is on its way, and 512 bytes more.
        try (TestHub hub = TestHub.start("hub.max-psrd-bytes", "20000")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            FakeClient connie = new FakeClient(hub.base(), "connie", "sofia");
            connie.register();
            int held = 2 * (4000 + 512);
            int largest = (20_000 - held - 512) / 2;
            String before = hub.pools();
            assertRefused(
                    connie.getPsrd("client", Integer.toString(largest + 1)),
                    "dske.hub.max-psrd-bytes",
                    held,
                    2L * (largest + 1) + 512,
                    20_000);
            assertEquals(before, hub.pools());
            assertEquals(
                    200, connie.getPsrd("client", Integer.toString(largest)).status());
            assertEquals(429, carol.getPsrd("client", "4000").status());
            carol.register();
            assertEquals(200, connie.getPsrd("client", "3000").status());
        }
    }

    /** What a listed client may take is there for it, whatever the others take. */
    @Test
    void whatIsThereForAllIsSharedByAsManyAsAreListed() {
        try (TestHub hub = TestHub.start("hub.max-psrd-bytes", "30000", "hub.clients", "carol,connie,celia")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam");
            carol.register();
            int taken = 0;
            while (carol.getPsrd(taken % 2 == 0 ? "client" : "hub", "1488").status() == 200) {
                taken++;
            }
            assertEquals(5, taken, "a third");
            String before = hub.pools();
            assertRefused(carol.getPsrd("hub", "1488"), "dske.hub.max-psrd-bytes", 5 * 2000, 2000, 10_000);
            assertEquals(before, hub.pools());
            for (String name : List.of("connie", "celia")) {
                FakeClient other = new FakeClient(hub.base(), name, name + "s");
                other.register();
                for (int i = 0; i < 4; i++) {
                    assertEquals(200, other.getPsrd("client", "1488").status());
                }
            }
        }
    }

    @Test
    void sharesOfKeysAreSharedByAsManyAsAreListedToo() {
        // A share of 32 bytes takes 722, and the terms with the names sam and sofia 496: of each client two shares.
        try (TestHub hub = TestHub.start("hub.max-share-bytes", "3880", "hub.clients", "carol,connie")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia");
            for (int i = 0; i < 2; i++) {
                carol.posted(java.util.UUID.randomUUID().toString(), new byte[32]);
            }
            assertRefused(
                    carol.post(java.util.UUID.randomUUID().toString(), 0, new byte[32]),
                    "dske.hub.max-share-bytes",
                    1940,
                    722,
                    1940);
            String body = connie.share(java.util.UUID.randomUUID().toString(), 0, new byte[32], "")
                    .replace("\"sofia\"", "\"sam\"")
                    .replaceFirst("\"sam\"", "\"sofia\"");
            assertEquals(
                    200, connie.exchange("POST", FakeClient.KEY_SHARE, body).status());
        }
    }

    /** They are held for a lost answer only; so a client that is fast is not refused for what has been delivered. */
    @Test
    void fetchedSharesGiveWayToNewOnesTheFirstFetchedFirst() {
        try (TestHub hub = TestHub.start("quota.shares", "4")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia");
            Batch unfetched = Batch.of(1);
            unfetched.mustBePostedBy(carol);
            Batch fetched = Batch.of(3);
            fetched.mustBePostedBy(carol);
            List<String> order = new ArrayList<>(fetched.keyIds());
            Collections.reverse(order);
            order.forEach(keyId -> connie.get(keyId));

            Batch more = Batch.of(2);
            more.mustBePostedBy(carol);

            assertEquals(
                    404, Batch.get(connie, "sam", "sofia", order.subList(0, 1)).status());
            assertEquals(
                    404, Batch.get(connie, "sam", "sofia", order.subList(1, 2)).status());
            assertEquals(
                    200, Batch.get(connie, "sam", "sofia", order.subList(2, 3)).status());
            Batch.in(unfetched.gotBy(connie), connie).assertSameAs(unfetched);
            Batch.in(more.gotBy(connie), connie).assertSameAs(more);
        }
    }

    @Test
    void sharesThatFitInNoWayMakeNoneGiveWay() {
        try (TestHub hub = TestHub.start("quota.shares", "3")) {
            FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
            FakeClient connie = FakeClient.ready(hub.base(), "connie", "sofia");
            Batch unfetched = Batch.of(1);
            unfetched.mustBePostedBy(carol);
            Batch fetched = Batch.of(2);
            fetched.mustBePostedBy(carol);
            Batch.in(fetched.gotBy(connie), connie).assertSameAs(fetched);

            assertRefused(Batch.of(3).postedBy(carol), "dske.quota.shares", 3, 3, 3);

            Batch.in(fetched.gotBy(connie), connie).assertSameAs(fetched);
            Batch.in(unfetched.gotBy(connie), connie).assertSameAs(unfetched);
        }
    }

    @Test
    void nodesOfAKindInOneProcessShareItsMemory() {
        Settings alone = new Settings(new NodeName("hank"), Map.of());
        Settings oneOfFive = new Settings(new NodeName("hank"), Map.of("dske.process.nodes", "5"));
        assertEquals(1L << 30, alone.memory(1L << 30));
        assertEquals((1L << 30) / 5, oneOfFive.memory(1L << 30));
        long ofFive = 5
                * Quotas.of(oneOfFive, oneOfFive.memory(1L << 30))
                        .allPsrdBytes()
                        .limit();
        assertTrue(ofFive <= 3L << 27, () -> "five hubs hold " + ofFive);
    }

    @Test
    void manyAtOnceGetNoMoreThanOneAfterTheOther() throws Exception {
        try (TestHub hub = TestHub.start("quota.blocks", "5")) {
            FakeClient carol = new FakeClient(hub.base(), "carol", "sam");
            carol.register();
            ExecutorService threads = Executors.newFixedThreadPool(16);
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                answers.add(threads.submit(() -> carol.getPsrd("hub", "100")));
            }
            int got = 0;
            for (Future<Response> answer : answers) {
                Response response = answer.get(60, TimeUnit.SECONDS);
                assertTrue(response.status() == 200 || response.status() == 429, response::toString);
                got += response.status() == 200 ? 1 : 0;
            }
            threads.shutdown();
            assertEquals(5, got);
            assertEquals(5, hub.client("carol").pool(PoolOwner.HUB).blockCount());
        }
    }

    private static void assertRefused(Response response, String quota, long held, long wanted, long limit) {
        response.error(429);
        JsonObject details = response.json().getJsonObject("details");
        assertEquals(quota, details.getString("quota"));
        assertEquals(held, details.getJsonNumber("held").longValue());
        assertEquals(wanted, details.getJsonNumber("wanted").longValue());
        assertEquals(limit, details.getJsonNumber("limit").longValue());
    }
}
