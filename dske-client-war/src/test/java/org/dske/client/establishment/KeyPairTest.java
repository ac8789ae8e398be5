package org.dske.client.establishment;

import static org.dske.client.api.TestNetwork.await;
import static org.dske.client.api.TestNetwork.shareSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dske.client.api.TestNetwork;
import org.dske.client.hub.PeerHub;
import org.dske.psrd.PoolStatus;
import org.dske.sharing.SharingMode;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys between two clients whose hubs are in good health. */
class KeyPairTest {
    @ParameterizedTest
    @EnumSource
    void bothEndsGetTheSameKeyOfAnySize(SharingMode mode) {
        try (TestNetwork network = new TestNetwork(mode, "sharing.allow-short-keys", "true")) {
            assertEquals(32, Base64.getDecoder().decode(network.pair("")).length);
            for (int bits : new int[] {64, 72, 128, 136, 1_000, 16_384}) {
                assertEquals(bits / 8, Base64.getDecoder().decode(network.pair("?size=" + bits)).length);
            }
        }
    }

    @Test
    void bothDirectionsWork() {
        try (TestNetwork network = new TestNetwork()) {
            var master = network.connie.keys("sofia", "serena/enc_keys");
            var slave = network.carol.keys("serena", "sofia/dec_keys?key_ID=" + master.keyId());
            assertEquals(master.key(), slave.key());
        }
    }

    @Test
    void upperCaseKeyIdsAreUnderstood() {
        try (TestNetwork network = new TestNetwork()) {
            var master = network.carol.keys("sam", "sofia/enc_keys");
            var slave = network.connie.keys(
                    "sofia", "sam/dec_keys?key_ID=" + master.keyId().toUpperCase(java.util.Locale.ROOT));
            assertEquals(master.keyId(), slave.keyId());
            assertEquals(master.key(), slave.key());
        }
    }

    @Test
    void severalKeysOfOneRequestAreDifferentAndAllFetchable() {
        try (TestNetwork network = new TestNetwork()) {
            var answer = network.carol.keys("sam", "sofia/enc_keys?number=3&size=128");
            Set<String> keys = new HashSet<>();
            for (var key : answer.json().getJsonArray("keys")) {
                String id = key.asJsonObject().getString("key_ID");
                String value = key.asJsonObject().getString("key");
                assertEquals(
                        value,
                        network.connie
                                .keys("sofia", "sam/dec_keys?key_ID=" + id)
                                .key());
                keys.add(value);
            }
            assertEquals(3, keys.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneKeyCostsWhatTheProtocolSays(SharingMode mode) {
        try (TestNetwork network = new TestNetwork(mode)) {
            network.pair("");
            requireCost(network, 1, shareSize(mode, 32), 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoKeysCostTwice(SharingMode mode) {
        try (TestNetwork network = new TestNetwork(mode)) {
            network.pair("?size=512");
            network.pair("?size=512");
            requireCost(network, 2, shareSize(mode, 64), 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatCausesARefillCostsTheSame(SharingMode mode) {
        int share = shareSize(mode, 300);
        try (TestNetwork network = new TestNetwork(mode, "psrd.block-size", "2000", "psrd.refill-below", "1900")) {
            network.pair("?size=2400");
            requireUsedAtHubs(network, share, 1);
            // The last shares arrive after the key was joined without them, and their bytes make a pool low.
            TestNetwork.await(
                    "refills",
                    () -> network.fakes.stream()
                            .allMatch(fake -> fetches(fake, "client") == 3 && fetches(fake, "hub") == 3));
            network.awaitReady();
            for (FakeHub fake : network.fakes) {
                // Carol's own pool and the hub's pool for connie were refilled, and the other two were not.
                assertEquals(3, fetches(fake, "client"));
                assertEquals(3, fetches(fake, "hub"));
                assertEquals(
                        4_000 - share - 32 - TestNetwork.LOOKUP,
                        network.carol.hub(fake.name()).bytesLeft());
                assertEquals(2_000 - 32, network.connie.hub(fake.name()).bytesLeft());
                assertEquals(2_000 - 32 - TestNetwork.LOOKUP, fake.leftForHub("carol"));
                assertEquals(4_000 - share - 32, fake.leftForHub("connie"));
            }
        }
    }

    private static long fetches(FakeHub fake, String owner) {
        return fake.calls.stream()
                .filter(call -> call.parameter("pool_owner").equals(owner))
                .count();
    }

    @Test
    void aKeyLargerThanThePoolGoesBothWays() {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "500", "psrd.refill-below", "100")) {
            assertEquals(2_048, Base64.getDecoder().decode(network.pair("?size=16384")).length);
            assertEquals(32, Base64.getDecoder().decode(network.pair("")).length);
        }
    }

    @Test
    void allKeysOfManyThreadsMatch() throws Exception {
        try (TestNetwork network =
                new TestNetwork("psrd.block-size", "20000", "relay.timeout", "20s", "psrd.wait", "10s")) {
            List<Callable<String>> work = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                work.add(() -> {
                    Set<String> keys = new HashSet<>();
                    for (int i = 0; i < 12; i++) {
                        keys.add(network.pair(i % 3 == 0 ? "?size=1024" : ""));
                    }
                    return keys.size() == 12 ? "" : "the same key twice";
                });
            }
            runAll(work);
        }
    }

    @Test
    void moreRequestsThanThreadsForOneHubAreServedWhileThePoolIsRefilled() throws Exception {
        try (TestNetwork network = new TestNetwork(
                "psrd.block-size", "500", "psrd.refill-below", "100", "relay.timeout", "30s", "psrd.wait", "20s")) {
            List<Callable<String>> work = new ArrayList<>();
            for (int thread = 0; thread < 100; thread++) {
                work.add(() -> {
                    var answer = network.carol.keys("sam", "sofia/enc_keys?size=2048");
                    return answer.status() == 200 ? "" : answer.toString();
                });
            }
            runAll(work);
        }
    }

    private static void runAll(List<Callable<String>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<String> done : threads.invokeAll(work)) {
                assertEquals("", done.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Section 6 of the protocol, on both sides: the stragglers too, which enc_keys and dec_keys do not wait for. */
    private static void requireCost(TestNetwork network, int keys, int share, int exchanges) {
        int shares = keys * share;
        requireUsedAtHubs(network, shares, exchanges);
        for (FakeHub fake : network.fakes) {
            PeerHub carol = network.carol.hub(fake.name());
            PeerHub connie = network.connie.hub(fake.name());
            await(
                    "the last answer arrives at " + fake.name(),
                    () -> used(connie, 1) == shares + exchanges * 32L
                            && used(carol, 1) == exchanges * 32L + TestNetwork.LOOKUP);
            assertEquals(shares + exchanges * 32L + TestNetwork.LOOKUP, used(carol, 0));
            assertEquals(exchanges * 32L, used(connie, 0));
        }
    }

    private static void requireUsedAtHubs(TestNetwork network, int shares, int exchanges) {
        for (FakeHub fake : network.fakes) {
            await(
                    "the last request arrives at " + fake.name(),
                    () -> fake.usedByHub("connie") == shares + exchanges * 32L);
            assertEquals(shares + exchanges * 32L + TestNetwork.LOOKUP, fake.usedByClient("carol"));
            assertEquals(exchanges * 32L + TestNetwork.LOOKUP, fake.usedByHub("carol"));
            assertEquals(exchanges * 32L, fake.usedByClient("connie"));
        }
    }

    private static long used(PeerHub hub, int pool) {
        List<PoolStatus> pools = hub.poolStatus(false);
        assertTrue(pools.size() == 2);
        return pools.get(pool).used();
    }
}
