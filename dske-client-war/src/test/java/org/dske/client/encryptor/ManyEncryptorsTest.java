package org.dske.client.encryptor;

import static org.dske.client.api.TestNetwork.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.retrieval.KeyNotFoundException;
import org.dske.client.retrieval.KeyRetriever;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 64 encryptors at two clients, all at once: each of the 32 masters gets keys with its slave, who asks for them twice at the
 * same time. No key ID and no key is ever delivered twice to the same side, and no byte of PSRD is used twice, which the fake
 * hubs watch.
 */
class ManyEncryptorsTest {
    private static final int PAIRS = 32;
    private static final int ROUNDS = 6;

    /** What one side was given: by ID, and the IDs by key. */
    private static final class Side {
        private final Map<KeyId, SecretBytes> keys = new ConcurrentHashMap<>();
        private final Map<String, KeyId> ids = new ConcurrentHashMap<>();

        List<KeyId> take(List<UserKey> delivered) {
            for (UserKey key : delivered) {
                assertEquals(null, keys.putIfAbsent(key.id(), key.value()), () -> key.id() + " was delivered twice");
                String bytes = java.util.HexFormat.of().formatHex(key.value().expose());
                assertEquals(null, ids.putIfAbsent(bytes, key.id()), () -> "the key of " + key.id() + " came before");
            }
            return ids(delivered);
        }
    }

    private final Side masters = new Side();
    private final Side slaves = new Side();

    @ParameterizedTest
    @ValueSource(ints = {2_000, 50_000})
    void noKeyIsEverDeliveredTwice(int blockSize) {
        Map<String, String> properties = Map.of(
                "psrd.block-size",
                String.valueOf(blockSize),
                "relay.timeout",
                "60s",
                "relay.hub-timeout",
                "60s",
                "relay.straggler-limit",
                "60s",
                "psrd.wait",
                "30s");
        try (TestNetwork network = new TestNetwork(false);
                TestClient kme1 = new TestClient("kme1", names("master"), network.fakes, properties);
                TestClient kme2 = new TestClient("kme2", names("slave"), network.fakes, properties)) {
            TestNetwork.await(
                    "all are ready",
                    () -> List.of(kme1, kme2).stream()
                            .allMatch(kme -> kme.hubs.all().stream().allMatch(hub -> hub.isReady())));
            Seed.check(random -> runAll(IntStream.range(0, PAIRS)
                    .mapToObj(pair -> pair(kme1, kme2, pair, new Random(random.nextLong())))
                    .toList()));
            assertEquals(masters.keys, slaves.keys);
            assertTrue(masters.keys.size() >= PAIRS * ROUNDS);
        }
    }

    private static String names(String prefix) {
        return IntStream.range(0, PAIRS).mapToObj(i -> prefix + i).collect(Collectors.joining(","));
    }

    /** The work of one pair of encryptors; the slave asks in a thread of its own, and at the same time in the master's. */
    private Callable<Boolean> pair(TestClient kme1, TestClient kme2, int pair, Random random) {
        SaeId master = new SaeId("master" + pair);
        SaeId slave = new SaeId("slave" + pair);
        return () -> {
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    int number = 1 + random.nextInt(8);
                    List<KeyId> keyIds = masters.take(kme1.establish(master, slave, number, 32));
                    Future<Integer> first = other.submit(() -> fetch(kme2.retriever, keyIds, master, slave));
                    int second = fetch(kme2.retriever, keyIds, master, slave);
                    assertEquals(number, first.get() + second);
                }
            } finally {
                other.shutdown();
            }
            return true;
        };
    }

    /** How many keys were delivered: all, or none because the other request got them. */
    private int fetch(KeyRetriever retriever, List<KeyId> keyIds, SaeId master, SaeId slave) {
        try {
            return slaves.take(retriever.retrieve(keyIds, master, slave)).size();
        } catch (KeyNotFoundException e) {
            return 0;
        }
    }

    private static void runAll(List<Callable<Boolean>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Future<Boolean>> running = new ArrayList<>();
            work.forEach(each -> running.add(threads.submit(each)));
            for (Future<Boolean> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
