package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.DeliveryLedger.Delivery;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.Await;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was taken out of a store is in none of its files any more. */
class ErasureTest {
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final PeerName CELIA = PeerName.of("celia", null);
    private static final int SEEN = 16;

    @TempDir
    private Path directory;

    /** The middle of each ciphertext, and each wrapped key. */
    private static List<byte[]> secrets(Database database) {
        return database.read(sql -> {
            List<byte[]> all =
                    new ArrayList<>(sql.query(row -> row.getBytes(1), "SELECT substr(sealed, 1000, 16) FROM segment"));
            all.addAll(sql.query(row -> row.getBytes(1), "SELECT wrapped FROM segment_key"));
            return all;
        });
    }

    private static boolean anyIsInFiles(Path directory, List<byte[]> secrets) throws IOException {
        for (byte[] secret : secrets) {
            if (TestStores.isInFiles(directory, secret)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] data() {
        byte[] data = new byte[4 * SegmentStore.SEGMENT_SIZE];
        new Random(5).nextBytes(data);
        return data;
    }

    private static UUID add(SegmentStore pool) {
        UUID block = UUID.randomUUID();
        pool.add(new StoredBlock(block, data().length, Origin.TLS, 0), SecretBytes.owning(data()))
                .join();
        return block;
    }

    @Test
    void whatWasTakenOutDiscardedDroppedOrForgottenIsGone() throws IOException {
        try (NodeStore store = TestStores.open(directory)) {
            SegmentStore pool = store.ledger().pool(CAROL, PoolOwner.HUB);
            SegmentStore celias = store.ledger().pool(CELIA, PoolOwner.HUB);
            List<UUID> blocks = List.of(add(pool), add(pool), add(pool), add(celias));
            assertFalse(TestStores.isInFiles(directory, Arrays.copyOf(data(), SEEN)), "PSRD in plain text");
            List<byte[]> secrets = secrets(store.file().orElseThrow().database());
            assertEquals(32, secrets.size());
            for (byte[] secret : secrets) {
                assertTrue(TestStores.isInFiles(directory, secret));
            }
            pool.takeOut(blocks.get(0), data().length).join().close();
            pool.discard(blocks.get(1), data().length).join();
            pool.drop(List.of(blocks.get(2))).join();
            store.ledger().forget(CELIA).join();
            Await.until(Await.LONG, () -> assertFalse(anyIsInFiles(directory, secrets)));
        }
    }

    /** The key is deleted first; who is killed then erases the rest when it starts again. */
    @Test
    void whatWasLeftByACrashIsErasedAfterTheNextStart() throws Exception {
        Path crashed = directory.resolve("crashed");
        Path running = directory.resolve("running");
        List<byte[]> secrets;
        UUID block;
        try (NodeStore store = TestStores.open(running)) {
            Database database = store.file().orElseThrow().database();
            SegmentStore pool = store.ledger().pool(CAROL, PoolOwner.HUB);
            block = add(pool);
            secrets = secrets(database);
            // The copy is made in the writer's thread, as soon as the segments are taken out: before it erases them.
            CountDownLatch begin = new CountDownLatch(1);
            CompletableFuture<Boolean> waits = database.write(sql -> awaited(begin));
            CompletableFuture<Void> copied =
                    pool.takeOut(block, data().length).thenAccept(taken -> copy(running, crashed));
            begin.countDown();
            copied.join();
            assertTrue(waits.join());
        }
        assertTrue(anyIsInFiles(crashed, secrets), "all was erased before the crash");
        try (NodeStore store = TestStores.open(crashed)) {
            SegmentStore pool = store.ledger().pool(CAROL, PoolOwner.HUB);
            assertEquals(0, pool.takeOut(block, data().length).join().size());
            Await.until(Await.LONG, () -> assertFalse(anyIsInFiles(crashed, secrets)));
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            TestStores.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Although nobody commits anything any more. */
    @Test
    void aDeliveryThatIsOverIsGone() throws IOException {
        MutableClock clock = new MutableClock();
        KeyId keyId = new KeyId(UUID.randomUUID());
        byte[] name = keyId.toString().getBytes(StandardCharsets.US_ASCII);
        StoreSettings settings =
                new StoreSettings("client", new NodeName("carol"), Optional.of(directory), Optional.empty());
        try (NodeStore store = NodeStore.open(settings, clock, new SecureRandom())) {
            store.deliveries()
                    .add(
                            List.of(new Delivery(keyId, new SaeId("sofia"))),
                            clock.instant().plus(Duration.ofHours(1)))
                    .join();
            // All is done that has to be, for now.
            Await.until(Await.LONG, () -> assertEquals(0, Files.size(directory.resolve("store.db-wal"))));
            assertTrue(TestStores.isInFiles(directory, name));
            clock.advance(Duration.ofHours(1));
            Await.until(Await.LONG, () -> assertFalse(TestStores.isInFiles(directory, name)));
        }
    }

    @Test
    void nobodyElseMayReadTheFiles() throws IOException {
        TestStores.open(directory.resolve("store")).close();
        for (Path file : TestStores.files(directory.resolve("store"))) {
            String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            assertTrue(permissions.endsWith("------") || Files.size(file) == 0, file + " " + permissions);
        }
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("store"))));
    }
}
