package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.dske.config.ConfigurationException;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.ledger.DeliveryLedger.Delivery;
import org.dske.ledger.Incarnation;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.RegisteredPeer;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoreException;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with a store's files: its PSRD is right, or it refuses in one line. What else it keeps (names, times) SQLite gives as it
 * is found; whoever asks for it hears of nothing but a {@link StoreException}.
 */
class DamagedStoreTest {
    private static final int ROUNDS = Integer.getInteger("dske.damages", 25);
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final UUID BLOCK = new UUID(1, 2);
    private static final int SEGMENT = SegmentStore.SEGMENT_SIZE;

    @TempDir
    private static Path directory;

    private static byte[] data() {
        return Seed.bytes(new Random(3), 3 * SEGMENT);
    }

    /** Of a process that was killed: there is a journal. */
    @BeforeAll
    static void fill() throws IOException {
        try (NodeStore store = TestStores.open(directory.resolve("store"))) {
            pool(store)
                    .add(new StoredBlock(BLOCK, data().length, Origin.TLS, 0), SecretBytes.owning(data()))
                    .join();
        }
        try (NodeStore store = TestStores.open(directory.resolve("store"))) {
            UUID life = UUID.randomUUID();
            store.ledger()
                    .save(new RegisteredPeer(CAROL, life, List.of(new Incarnation(life, 1, life))))
                    .join();
            pool(store).takeOut(BLOCK, 1).join().close();
            store.deliveries()
                    .add(
                            List.of(new Delivery(new KeyId(life), new SaeId("sofia"))),
                            Instant.parse("2030-01-01T00:00:00Z"))
                    .join();
            TestStores.copy(directory.resolve("store"), directory.resolve("good"));
        }
        assertTrue(Files.size(directory.resolve("good").resolve("store.db-wal")) > 0);
    }

    private static SegmentStore pool(NodeStore store) {
        return store.ledger().pool(CAROL, PoolOwner.HUB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.db", "store.db-wal", "store.key"})
    void aDamagedStoreGivesNothingWrong(String file) {
        Seed.check(random -> {
            for (int i = 0; i < ROUNDS; i++) {
                Path bad = Files.createTempDirectory(directory, "bad").resolve("store");
                TestStores.copy(directory.resolve("good"), bad);
                damage(bad.resolve(file), random);
                assertRightOrRefused(bad);
                // And a second time, on what the first has made of it.
                assertRightOrRefused(bad);
            }
        });
    }

    private static void damage(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int changes = 1 + random.nextInt(50);
        switch (random.nextInt(6)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(10_000));
            case 2 -> {
                // Pages that lie where others should.
                int page = 4096;
                int from = random.nextInt(bytes.length) / page * page;
                int to = random.nextInt(bytes.length) / page * page;
                int length = Math.min(page, bytes.length - Math.max(from, to));
                System.arraycopy(bytes, from, bytes, to, length);
            }
            default -> {
                for (int i = 0; i < changes; i++) {
                    // Often near the beginning, where the structure is.
                    int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 65_536) : bytes.length);
                    bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
                }
            }
        }
        Files.write(file, bytes);
    }

    private static void assertRightOrRefused(Path directory) {
        byte[] data = data();
        try (NodeStore open = TestStores.open(directory)) {
            open.deliveries().deliveries();
            open.ledger().peers();
            SegmentStore pool = pool(open);
            for (StoredBlock block : pool.blocks()) {
                int from = block.storedFrom();
                byte[] read = pool.read(block.uuid(), from, block.size()).join().expose();
                byte[] taken = pool.takeOut(block.uuid(), block.size()).join().expose();
                if (taken.length > 0) {
                    assertEquals(BLOCK, block.uuid());
                    assertArrayEquals(Arrays.copyOfRange(data, from, from + taken.length), taken);
                }
                assertTrue(read.length == 0 || Arrays.equals(read, taken));
            }
        } catch (ConfigurationException | StoreException e) {
            assertFalse(String.valueOf(e.getMessage()).contains("\n"));
        } catch (CompletionException e) {
            assertTrue(e.getCause() instanceof StoreException, e::toString);
        }
    }
}
