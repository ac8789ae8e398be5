package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Response;

/**
 * Encryptors that ask for keys, whether they get them or not, and keep account: a key that was given out to a master is one that its
 * slave is to get, the same, and once. Half of the keys are asked for at the other end right away, the others when all is quiet.
 */
final class KeyTraffic {
    /** An encryptor asks for the next key when it has the last, and never for more than so many: those of a fast machine are checked, too. */
    private static final int MOST_KEYS = 16;

    /** A few of them are more than a segment of a pool. */
    private static final String LARGE = "size=16384";

    private static final String SMALL = "size=256";

    private static final long PAUSE_NANOS = 20_000_000;

    /**
     * A key that a master got.
     *
     * @param asked what its slave was told when it asked for it, empty if it has not asked
     */
    private record Given(Encryptor master, Encryptor slave, DeliveredKey key, String asked) {
        Response ask() {
            return slave.decKeys(master, key.id());
        }
    }

    private final List<Encryptor> encryptors;
    private final Queue<Given> notGot = new ConcurrentLinkedQueue<>();
    private final AtomicInteger given = new AtomicInteger();
    private volatile boolean over;

    KeyTraffic(List<Encryptor> encryptors) {
        this.encryptors = encryptors;
    }

    /** How many keys masters have got. */
    int given() {
        return given.get();
    }

    /** Asks, each encryptor for keys with the next, until the work is done. */
    void during(Runnable work) {
        over = false;
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> askers = new ArrayList<>();
            for (int i = 0; i < encryptors.size(); i++) {
                Encryptor master = encryptors.get(i);
                Encryptor slave = slaveOf(i);
                askers.add(threads.submit(() -> ask(master, slave)));
            }
            try {
                work.run();
            } finally {
                over = true;
            }
            for (Future<?> asker : askers) {
                asker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e);
        }
    }

    private Encryptor slaveOf(int master) {
        return encryptors.get((master + 1) % encryptors.size());
    }

    /** Waits until each encryptor gets a key again. */
    void awaitKeys() {
        for (int i = 0; i < encryptors.size(); i++) {
            Encryptor master = encryptors.get(i);
            Encryptor slave = slaveOf(i);
            Await.until(Await.LONG, () -> {
                Response answer = master.encKeys(slave, SMALL);
                assertEquals(200, answer.status(), answer::toString);
                notGot.add(remember(master, slave, answer));
            });
        }
    }

    private Given remember(Encryptor master, Encryptor slave, Response answer) {
        given.incrementAndGet();
        return new Given(master, slave, Encryptor.keys(answer.json()).get(0), "");
    }

    private void ask(Encryptor master, Encryptor slave) {
        int keys = 0;
        while (!over && keys < MOST_KEYS) {
            try {
                Response answer = master.encKeys(slave, keys % 3 == 0 ? LARGE : SMALL);
                if (answer.status() != 200) {
                    pause();
                    continue;
                }
                Given key = remember(master, slave, answer);
                if (keys++ % 2 == 0) {
                    notGot.add(key);
                } else {
                    get(key).ifPresent(notGot::add);
                }
            } catch (UncheckedIOException e) {
                // The client is dead: nobody has got that key.
                pause();
            }
        }
    }

    /** Leaves the processor to nodes that start. */
    private static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Has the slave get it, if it can; what comes back is to be got later. */
    private static Optional<Given> get(Given key) {
        try {
            Response answer = key.ask();
            if (answer.status() != 200) {
                return Optional.of(new Given(key.master(), key.slave(), key.key(), answer.toString()));
            }
            assertSame(key, answer);
        } catch (UncheckedIOException e) {
            // The client died with the key delivered, or not yet: at most once is promised.
        }
        return Optional.empty();
    }

    /** Gets the keys that slaves have not got yet: all of them, the same, and no second time. */
    void assertAllAreGotOnce() {
        for (Given key = notGot.poll(); key != null; key = notGot.poll()) {
            Response answer = key.slave().decKeys(key.master(), key.key().id());
            assertEquals(
                    200,
                    answer.status(),
                    "a key that was given out is lost: " + key.key().id() + ": " + answer);
            assertSame(key, answer);
            key.slave().decKeys(key.master(), key.key().id()).error(400);
        }
    }

    private static void assertSame(Given key, Response answer) {
        // Never assertEquals, which would print both.
        assertTrue(Encryptor.keys(answer.json()).equals(List.of(key.key())), "the two ends have different keys");
    }
}
