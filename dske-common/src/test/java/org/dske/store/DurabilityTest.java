package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.ledger.DeliveryLedger.Delivery;
import org.dske.ledger.Incarnation;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.RegisteredPeer;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was done is there after an orderly end, and after a crash at any time. */
class DurabilityTest {
    private static final int SEGMENT = SegmentStore.SEGMENT_SIZE;
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final byte[] data = new byte[3 * SEGMENT];
    private final UUID block = UUID.randomUUID();
    private final RegisteredPeer carol =
            new RegisteredPeer(CAROL, UUID.randomUUID(), List.of(new Incarnation(block, 3, block)));
    private final Delivery delivery = new Delivery(new KeyId(UUID.randomUUID()), new SaeId("sofia"));

    private void fill(NodeStore store) {
        new Random(7).nextBytes(data);
        SegmentStore pool = store.ledger().pool(CAROL, PoolOwner.CLIENT);
        pool.add(new StoredBlock(block, data.length, Origin.COURIER, 0), SecretBytes.copyOf(data))
                .join();
        pool.takeOut(block, 1).join().close();
        store.ledger().save(carol).join();
        store.deliveries().add(List.of(delivery), LATER).join();
    }

    private void assertFilled(NodeStore store) {
        SegmentStore pool = store.ledger().pool(CAROL, PoolOwner.CLIENT);
        assertEquals(List.of(new StoredBlock(block, data.length, Origin.COURIER, SEGMENT)), pool.blocks());
        assertEquals(0, pool.read(block, 0, 10).join().size());
        assertEquals(List.of(carol), store.ledger().peers());
        assertEquals(Map.of(delivery, LATER), store.deliveries().deliveries());
        assertArrayEquals(
                Arrays.copyOfRange(data, SEGMENT, data.length),
                pool.takeOut(block, data.length).join().expose());
    }

    @Test
    void allIsThereAfterAnOrderlyEnd() {
        try (NodeStore store = TestStores.open(directory)) {
            fill(store);
        }
        try (NodeStore store = TestStores.open(directory)) {
            assertFilled(store);
        }
    }

    @Test
    void allIsThereAfterACrash() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (NodeStore store = TestStores.open(directory.resolve("store"))) {
            fill(store);
            TestStores.copy(directory.resolve("store"), crashed);
        }
        try (NodeStore store = TestStores.open(crashed)) {
            assertFilled(store);
        }
    }

    @Test
    void eachStartIsCountedAndIsARunOfItsOwn() {
        Incarnation first;
        try (NodeStore store = TestStores.open(directory)) {
            first = store.ledger().incarnation().orElseThrow();
        }
        assertEquals(1, first.start());
        try (NodeStore store = TestStores.open(directory)) {
            Incarnation second = store.ledger().incarnation().orElseThrow();
            assertEquals(first.id(), second.id());
            assertEquals(2, second.start());
            assertNotEquals(first.run(), second.run());
        }
    }

    @Test
    void aDeliveryIsForgottenWhenItsTimeIsOver() {
        Instant now = new MutableClock().instant();
        try (NodeStore store = TestStores.open(directory)) {
            store.deliveries().add(List.of(delivery), now).join();
            assertEquals(Map.of(), store.deliveries().deliveries());
            store.deliveries().add(List.of(delivery), now.plusMillis(1)).join();
            assertEquals(Map.of(delivery, now.plusMillis(1)), store.deliveries().deliveries());
        }
    }

    /** Each change waits for its own commit only, and those that come meanwhile share the next one. */
    @Test
    void changesThatComeTogetherAreCommittedTogether() {
        try (NodeStore store = TestStores.open(directory)) {
            Database.Commits before = store.file().orElseThrow().database().commits();
            List<Delivery> all = IntStream.range(0, 400)
                    .mapToObj(i -> new Delivery(new KeyId(UUID.randomUUID()), new SaeId("sofia")))
                    .toList();
            all.stream()
                    .map(each -> store.deliveries().add(List.of(each), LATER))
                    .toList()
                    .forEach(CompletableFuture::join);
            Database.Commits after = store.file().orElseThrow().database().commits();
            assertEquals(400, after.changes() - before.changes());
            assertTrue(after.count() - before.count() < 200, after::toString);
            assertTrue(after.mean().compareTo(Duration.ZERO) > 0);
        }
    }

    @Test
    void ofChangesThatComeTogetherOnlyThatFailsWhichIsToBlame() {
        try (NodeStore store = TestStores.open(directory)) {
            Database database = store.file().orElseThrow().database();
            List<CompletableFuture<Integer>> all = IntStream.range(0, 50)
                    .mapToObj(i -> database.write(sql -> {
                        sql.update("INSERT INTO delivery VALUES (?, 'sofia', ?)", "key " + i, Long.MAX_VALUE);
                        if (i % 10 == 3) {
                            throw new SQLException("no");
                        }
                        return i;
                    }))
                    .toList();
            for (int i = 0; i < 50; i++) {
                assertEquals(
                        i % 10 == 3,
                        all.get(i).handle((done, failure) -> failure != null).join());
            }
            assertEquals(
                    45,
                    database.read(sql -> sql.query(row -> row.getString(1), "SELECT key_id FROM delivery"))
                            .size());
        }
    }
}
