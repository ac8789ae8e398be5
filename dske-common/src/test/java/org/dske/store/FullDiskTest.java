package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dske.config.ConfigurationException;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.ledger.DeliveryLedger.Delivery;
import org.dske.ledger.Durable;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoreException;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.Await;
import org.dske.testing.PowerCuts;
import org.dske.testing.Promises;
import org.dske.testing.Seed;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is full, or cannot be written any more: what was promised is kept, and the node goes on when it can. */
class FullDiskTest {
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final int SIZE = 3 * SegmentStore.SEGMENT_SIZE;

    @TempDir
    private Path directory;

    /** A node that works on a disk which gets into a state, and out of it. */
    static final class Work {
        private final Path root;
        private final String state;
        private final String reason;
        private final NodeStore store;
        private final SegmentStore pool;
        private final Map<Delivery, Instant> promised = new HashMap<>();

        private Work(Path root, String state, String reason) {
            this.root = root;
            this.state = state;
            this.reason = reason;
            this.store = TestStores.open(root.resolve("store"));
            this.pool = store.ledger().pool(CAROL, PoolOwner.HUB);
        }

        /** Works: in a directory, on a disk that gets into a state, for which failures give a reason. */
        public static void main(String[] arguments) throws IOException {
            PowerCuts.tell(Path.of(arguments[0]), Promises.found(Map.of()));
            new Work(Path.of(arguments[0]), arguments[1], arguments[2]).run();
        }

        private void run() throws IOException {
            UUID block = add();
            assertFalse(store.isFailing());
            for (int times = 0; times < 3; times++) {
                Files.createFile(root.resolve(state));
                StoreException failure = assertThrows(StoreException.class, this::deliverUntilThereIsNoRoom);
                assertFailure(failure, ErrorCode.UNAVAILABLE);
                assertThrows(StoreException.class, this::add);
                assertEquals(promised, store.deliveries().deliveries());
                assertEquals(SIZE, pool.read(block, 0, SIZE).join().size());
                assertRefused();
                assertTrue(store.isFailing());
                Files.delete(root.resolve(state));

                // Also if nobody writes.
                Await.until(Await.LONG, () -> assertFalse(store.isFailing()));
                deliver();
                assertEquals(promised, store.deliveries().deliveries());
                assertEquals(SIZE, pool.takeOut(block, SIZE).join().size());
                block = add();
            }
            store.close();
            assertTrue(store.isFailing());
        }

        private void deliverUntilThereIsNoRoom() {
            while (true) {
                deliver();
            }
        }

        private void deliver() {
            Delivery delivery = new Delivery(new KeyId(UUID.randomUUID()), new SaeId("sofia"));
            Instant until = Instant.parse("2030-01-01T00:00:00Z");
            PowerCuts.tell(root, Promises.trying(delivery.keyId().toString(), "delivered"));
            Durable.await(store.deliveries().add(List.of(delivery), until));
            PowerCuts.tell(root, Promises.done(delivery.keyId().toString(), "delivered"));
            promised.put(delivery, until);
        }

        private UUID add() {
            UUID block = UUID.randomUUID();
            Durable.await(pool.add(new StoredBlock(block, SIZE, Origin.TLS, 0), SecretBytes.owning(new byte[SIZE])));
            return block;
        }

        private void assertFailure(StoreException failure, ErrorCode code) {
            assertEquals(code, failure.code());
            assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure::toString);
        }

        /** A store that is new, and so has to be made. */
        private void assertRefused() {
            Path other = root.resolve("other" + UUID.randomUUID());
            ConfigurationException refusal = assertThrows(
                    ConfigurationException.class, () -> TestStores.open(other).close());
            String line = String.valueOf(refusal.getMessage());
            assertTrue(line.contains(other.toString()), line);
            assertFalse(line.contains("\n"), line);
        }
    }

    @ParameterizedTest
    @CsvSource({"full, the disk is full", "read-only, 'the disk fails, or is full'"})
    void whatWasPromisedIsKeptAndItGoesOn(String state, String reason) throws IOException {
        PowerCuts power = PowerCuts.in(directory);
        power.work(Work.class, state, reason);
        // And if the power is cut as well.
        Seed.check(random -> power.cut(20, path -> true, random, (left, promises) -> {
            try (NodeStore store = TestStores.open(left.resolve("store"))) {
                Map<String, String> seen = new HashMap<>();
                store.deliveries()
                        .deliveries()
                        .keySet()
                        .forEach(delivery -> seen.put(delivery.keyId().toString(), "delivered"));
                promises.requireKept(seen);
            }
        }));
    }
}
