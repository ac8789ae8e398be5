package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many encryptors at once, each with connections of its own: no key ID and no key comes twice to the same side. */
@ExtendWith(SharedTlsNetwork.class)
class TlsConcurrencyIT {
    private static final int ENCRYPTORS = 64;
    private static final int ROUNDS = 3;
    private static final List<String> NAMES = List.of("sam", "serena", "sofia", "susan", "samuel");

    private final LaunchedNetwork network;
    private final Map<String, String> given = new ConcurrentHashMap<>();
    private final Map<String, String> values = new ConcurrentHashMap<>();

    TlsConcurrencyIT(LaunchedNetwork network) {
        this.network = network;
    }

    @Test
    void noKeyComesTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(ENCRYPTORS);
        CountDownLatch start = new CountDownLatch(ENCRYPTORS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < ENCRYPTORS; i++) {
                Encryptor master = network.encryptor(NAMES.get(i % NAMES.size()));
                Encryptor slave = network.encryptor(NAMES.get((i + 1) % NAMES.size()));
                tasks.add(() -> {
                    start.countDown();
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        exchange(master, slave);
                    }
                    return null;
                });
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(ENCRYPTORS * ROUNDS, given.size());
        assertEquals(ENCRYPTORS * ROUNDS, values.size());
    }

    /** One key, which its slave asks for twice at once. */
    private void exchange(Encryptor master, Encryptor slave) throws Exception {
        DeliveredKey key = master.key(slave);
        // Never the key in a message.
        assertTrue(given.putIfAbsent(key.id(), master.name()) == null, "a key ID came twice");
        assertTrue(values.putIfAbsent(key.key(), key.id()) == null, "a key came twice");
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Response>> answers = two.invokeAll(
                    List.of(() -> slave.decKeys(master, key.id()), () -> slave.decKeys(master, key.id())));
            List<Response> delivered = new ArrayList<>();
            for (Future<Response> answer : answers) {
                if (answer.get().status() == 200) {
                    delivered.add(answer.get());
                } else {
                    answer.get().error(400);
                }
            }
            assertEquals(1, delivered.size(), "how often the slave got the key");
            assertTrue(Encryptor.keys(delivered.get(0).ok()).equals(List.of(key)), "the two ends have different keys");
        } finally {
            two.shutdownNow();
        }
    }
}
