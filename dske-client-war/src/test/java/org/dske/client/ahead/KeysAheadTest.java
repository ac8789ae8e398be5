package org.dske.client.ahead;

import static org.dske.client.api.TestNetwork.SAM;
import static org.dske.client.api.TestNetwork.SOFIA;
import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.hub.PeerHub;
import org.dske.key.KeyBatch;
import org.dske.key.KeyId;
import org.dske.sharing.SharingMode;
import org.dske.testing.RandomPipe;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Keys that masters get of those that were established ahead of demand. */
class KeysAheadTest {
    private static final int SHARE = 64;

    /** Ahead of whose demand, and how many. */
    private static TestNetwork network(String... more) {
        List<String> properties = new ArrayList<>(List.of("relay.ahead", "16", "relay.ahead-share", "0.5"));
        properties.addAll(List.of(more));
        return new TestNetwork(properties.toArray(new String[0]));
    }

    /** Asks for so many keys that as many as are configured are established ahead. */
    private static void fill(TestNetwork network) {
        assertEquals(200, network.carol.keys("sam", "sofia/enc_keys?number=16").status());
        awaitFull(network);
    }

    private static void awaitFull(TestNetwork network) {
        await("16 keys are there", () -> network.carol.ahead.count(SAM, SOFIA, SharingMode.ITS) == 16);
    }

    private static long calls(TestNetwork network) {
        return network.fakes.stream().mapToLong(fake -> fake.calls.size()).sum();
    }

    private static KeyId keyId(Response response) {
        return new KeyId(UUID.fromString(response.keyId()));
    }

    private static boolean isAhead(Response response) {
        assertEquals(200, response.status(), response::toString);
        return KeyBatch.of(keyId(response)).isPresent();
    }

    /** Whether an entry of an exchange puts keys of a batch. */
    private static boolean isAhead(JsonObject entry) {
        return entry.containsKey("size")
                && entry.getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                        .map(key -> new KeyId(UUID.fromString(key.getString("user_key_id"))))
                        .anyMatch(keyId -> KeyBatch.of(keyId).isPresent());
    }

    @Test
    void theyAreGivenWithoutAnyHub() {
        try (TestNetwork network = network()) {
            fill(network);
            long before = calls(network);
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < 7; i++) {
                Response master = network.carol.keys("sam", "sofia/enc_keys");
                assertTrue(isAhead(master));
                assertTrue(keys.add(master.key()));
            }
            assertEquals(before, calls(network));
            assertEquals(7, network.carol.ahead.given());
        }
    }

    @Test
    void theSlaveGetsTheSame() {
        try (TestNetwork network = network()) {
            fill(network);
            for (int i = 0; i < 40; i++) {
                network.pair("");
            }
            assertTrue(network.carol.ahead.given() > 20, () -> "given: " + network.carol.ahead.given());
        }
    }

    @Test
    void withoutTheSettingThereAreNone() {
        try (TestNetwork network = new TestNetwork()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        4,
                        keyId(network.carol.keys("sam", "sofia/enc_keys"))
                                .uuid()
                                .version());
            }
            assertEquals(0, network.carol.ahead.established());
        }
    }

    @Test
    void severalOfOneRequestAreAllOfThemOrNone() {
        try (TestNetwork network = network()) {
            fill(network);
            JsonObject three =
                    network.carol.keys("sam", "sofia/enc_keys?number=3").json();
            assertEquals(3, three.getJsonArray("keys").size());
            assertEquals(3, network.carol.ahead.given());
            assertEquals(
                    200, network.carol.keys("sam", "sofia/enc_keys?number=14").status());
            assertEquals(3, network.carol.ahead.given(), "13 are too few");
        }
    }

    @Test
    void whatIsAskedForOtherwiseIsEstablishedFresh() {
        try (TestNetwork network = network()) {
            fill(network);
            assertEquals(false, isAhead(network.carol.keys("sam", "sofia/enc_keys?size=512")));
            assertEquals(false, isAhead(network.carol.keys("serena", "sofia/enc_keys")));
            assertEquals(
                    false,
                    isAhead(network.carol.post(
                            "sam", "sofia/enc_keys", "{\"additional_slave_SAE_IDs\":[\"serena\"]}")));
            assertEquals(0, network.carol.ahead.given());
            assertTrue(isAhead(network.carol.keys("sam", "sofia/enc_keys?size=256")));
        }
    }

    @Test
    void aKeyOfAnotherModeIsNotGiven() {
        try (TestNetwork network = network("security.require-its", "false")) {
            fill(network);
            Response classic = network.carol.post(
                    "sam", "sofia/enc_keys", "{\"extension_mandatory\":[{\"dske_sharing\":\"classic\"}]}");
            assertEquals(false, isAhead(classic));
            assertEquals(16, network.carol.ahead.count(SAM, SOFIA, SharingMode.ITS));
            assertTrue(isAhead(network.carol.keys("sam", "sofia/enc_keys")));
        }
    }

    @Test
    void whoMayNotHaveAFreshOneGetsNone() {
        try (TestNetwork network = network()) {
            fill(network);
            assertEquals(400, network.carol.keys("sam", "sam/enc_keys").status());
            assertEquals(401, network.carol.keys("stranger", "sofia/enc_keys").status());
            assertEquals(
                    400, network.carol.keys("sam", "sofia/enc_keys?number=0").status());
            assertEquals(0, network.carol.ahead.given());
        }
    }

    @Test
    void theStatusCountsThem() {
        try (TestNetwork network = network("psrd.block-size", "64000", "psrd.refill-below", "1")) {
            fill(network);
            JsonObject status = network.carol.keys("sam", "sofia/status").json();
            long fresh = network.carol.hubs.all().stream()
                    .mapToLong(hub -> hub.keysLeft(SHARE))
                    .min()
                    .orElseThrow();
            int stored = status.getInt("stored_key_count");
            assertEquals(16 + fresh, stored);
            assertTrue(stored <= status.getInt("max_key_count"), status::toString);
            JsonObject other = network.carol.keys("serena", "sofia/status").json();
            assertEquals(fresh, other.getInt("stored_key_count"));
        }
    }

    @Test
    void theyAreOverAfterTwoMinutes() {
        try (TestNetwork network = network()) {
            fill(network);
            network.carol.clock.advance(KeysAhead.KEPT);
            assertEquals(false, isAhead(network.carol.keys("sam", "sofia/enc_keys")));
            assertEquals(16, network.carol.ahead.expired());
        }
    }

    @Test
    void theyCostNoMoreThanTheirShareOfAPool() {
        try (TestNetwork network =
                network("psrd.block-size", "6400", "psrd.refill-below", "1", "relay.ahead-share", "0.1")) {
            for (int i = 0; i < 20; i++) {
                assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
                long cost = (long) network.carol.ahead.count() * SHARE;
                for (PeerHub hub : network.carol.hubs.all()) {
                    // What an encryptor has used since then for itself is not their fault.
                    long before = hub.bytesLeft() + cost + 2 * SHARE;
                    assertTrue(cost <= 0.1 * before, () -> "they cost " + cost + " of " + before);
                }
            }
            assertTrue(network.carol.ahead.established() > 0);
        }
    }

    @Test
    void aFailureInTheBackgroundIsNobodysAndThereIsAPauseBehindIt() {
        try (TestNetwork network = network()) {
            network.fakes.forEach(fake -> fake.refuses = entry -> isAhead(entry) ? 429 : 0);
            for (int i = 0; i < 30; i++) {
                assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            }
            assertEquals(0, network.carol.ahead.established());
            network.fakes.forEach(fake -> fake.refuses = entry -> 0);
            network.carol.clock.advance(Duration.ofSeconds(1));
            await("the next attempt", () -> {
                assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
                return network.carol.ahead.count() > 0;
            });
        }
    }

    @Test
    void aCrashOnlyWastesThem() {
        try (TestNetwork network = network()) {
            fill(network);
            Set<KeyId> lost = new HashSet<>();
            Response one = network.carol.keys("sam", "sofia/enc_keys");
            lost.addAll(KeyBatch.of(keyId(one)).orElseThrow().keyIds());
            try (TestClient again = new TestClient("carol", "sam,serena", network.fakes, Map.of("relay.ahead", "16"))) {
                await("carol is ready", () -> again.hubs.all().stream().allMatch(PeerHub::isReady));
                for (int i = 0; i < 30; i++) {
                    Response master = again.keys("sam", "sofia/enc_keys");
                    assertEquals(200, master.status());
                    assertTrue(lost.add(keyId(master)), "a key that was there before");
                    Response slave = network.connie.keys("sofia", "sam/dec_keys?key_ID=" + master.keyId());
                    assertEquals(master.key(), slave.key());
                }
            }
            assertEquals(
                    one.key(),
                    network.connie
                            .keys("sofia", "sam/dec_keys?key_ID=" + one.keyId())
                            .key());
        }
    }

    @Test
    void afterItsEndAClientHasNone() {
        try (TestNetwork network = network()) {
            fill(network);
            network.carol.ahead.close();
            assertEquals(0, network.carol.ahead.count());
            assertEquals(false, isAhead(network.carol.keys("sam", "sofia/enc_keys")));
        }
    }

    /** Sam and serena ask for keys with sofia at the same time, by several threads each, and for several keys at random. */
    @Test
    void whoeverAsksAtTheSameTimeNoKeyIsGivenTwiceNorToAnotherPair() {
        Seed.check(seeded -> {
            try (TestNetwork network = network()) {
                Map<String, String> owner = new ConcurrentHashMap<>();
                Set<String> values = ConcurrentHashMap.newKeySet();
                long[] seeds = seeded.longs(4).toArray();
                try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                    List<Future<?>> all = new ArrayList<>();
                    for (int i = 0; i < seeds.length; i++) {
                        String master = i % 2 == 0 ? "sam" : "serena";
                        Random mine = new Random(seeds[i]);
                        all.add(threads.submit(() -> {
                            for (int j = 0; j < 40; j++) {
                                int number = mine.nextInt(4) == 0 ? 3 : 1;
                                Response response = network.carol.keys(master, "sofia/enc_keys?number=" + number);
                                assertEquals(200, response.status(), response::toString);
                                for (JsonObject key :
                                        response.json().getJsonArray("keys").getValuesAs(JsonObject.class)) {
                                    assertEquals(null, owner.put(key.getString("key_ID"), master), "given twice");
                                    assertTrue(values.add(key.getString("key")), "a key with two names");
                                }
                            }
                        }));
                    }
                    for (Future<?> one : all) {
                        one.get();
                    }
                }
                assertTrue(network.carol.ahead.given() > 0);
                int asked = 0;
                for (Map.Entry<String, String> each : owner.entrySet()) {
                    String other = each.getValue().equals("sam") ? "serena" : "sam";
                    String question = "/dec_keys?key_ID=" + each.getKey();
                    if (asked++ % 10 == 0) {
                        assertNotEquals(
                                200,
                                network.connie.keys("sofia", other + question).status());
                    }
                    Response slave = network.connie.keys("sofia", each.getValue() + question);
                    assertEquals(200, slave.status(), slave::toString);
                    assertTrue(values.remove(slave.key()), "the same key at both ends, once");
                    assertEquals(32, Base64.getDecoder().decode(slave.key()).length);
                }
                assertEquals(Set.of(), values);
            }
        });
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whenTheRandomDeviceFailsNoneAreGivenThatWereMadeBefore(@TempDir Path directory) throws Exception {
        try (RandomPipe device = new RandomPipe(directory)) {
            device.write(60_000);
            try (TestNetwork network = new TestNetwork();
                    TestClient carla = new TestClient(
                            "carla",
                            "susan",
                            network.fakes,
                            Map.of(
                                    "relay.ahead",
                                    "16",
                                    "random.device",
                                    device.path().toString(),
                                    "random.device-timeout",
                                    "300ms"))) {
                await("carla is ready", () -> carla.hubs.all().stream().allMatch(PeerHub::isReady));
                assertEquals(
                        200, carla.keys("susan", "sofia/enc_keys?number=16").status());
                await("16 keys are there", () -> carla.ahead.count() == 16);
                assertEquals(
                        503,
                        carla.keys("susan", "sofia/enc_keys?number=128&size=16384")
                                .status());
                Response refusal = carla.keys("susan", "sofia/enc_keys");
                assertEquals(503, refusal.status());
                assertTrue(refusal.message().contains("is silent"), refusal.message());
                assertEquals(0, carla.ahead.count());
            }
        }
    }

    @Test
    void hubsThatAreNotThereDoNotMatter() {
        try (TestNetwork network = network("hub-check", "50ms")) {
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            await(
                    "it is noticed",
                    () -> network.carol.hubs.all().stream()
                                    .filter(hub -> hub.registration().isUp())
                                    .count()
                            == 3);
            fill(network);
            network.fakes.forEach(FakeHub::stop);
            assertTrue(isAhead(network.carol.keys("sam", "sofia/enc_keys")), "nor all of them, for a while");
        }
    }
}
