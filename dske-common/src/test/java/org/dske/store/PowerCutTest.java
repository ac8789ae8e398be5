package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
import org.dske.testing.PowerCuts;
import org.dske.testing.Promises;
import org.dske.testing.Seed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whenever the power is cut: what was promised is kept, and what was taken out does not come back. */
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("dske.power.cuts", 60);
    private static final int SEGMENT = SegmentStore.SEGMENT_SIZE;
    private static final List<PeerName> PEERS =
            IntStream.range(0, 4).mapToObj(i -> PeerName.of("peer" + i, null)).toList();
    private static final String START = "start";

    @TempDir
    private static Path directory;

    private static PowerCuts power;

    /** A node that works, and is stopped in order or killed. */
    static final class Work {
        private final Path root;
        private final SegmentStore pool;
        private final NodeStore store;
        private final PeerName peer;
        private final Random random;
        private final Map<UUID, Integer> storedFrom = new TreeMap<>();

        private Work(Path root, NodeStore store, PeerName peer, long seed) {
            this.root = root;
            this.store = store;
            this.peer = peer;
            this.pool = store.ledger().pool(peer, PoolOwner.HUB);
            this.random = new Random(seed);
            pool.blocks().forEach(block -> storedFrom.put(block.uuid(), block.storedFrom()));
        }

        /** Works: the directory, a seed, and {@code stop} or {@code kill}. */
        public static void main(String[] arguments) {
            Path root = Path.of(arguments[0]);
            Random random = new Random(Long.parseLong(arguments[1]));
            NodeStore store = TestStores.open(root.resolve("nodes").resolve("store"));
            Map<String, String> found = seen(store);
            found.put(START, String.valueOf(start(store)));
            PowerCuts.tell(root, Promises.found(found));
            List<CompletableFuture<Void>> all = PEERS.stream()
                    .map(peer -> new Work(root, store, peer, random.nextLong()))
                    .map(work -> CompletableFuture.runAsync(work::run))
                    .toList();
            if (arguments[2].equals("kill")) {
                all.getFirst().join();
                Runtime.getRuntime().halt(0);
            }
            all.forEach(CompletableFuture::join);
            store.close();
        }

        private void run() {
            for (int i = 0; i < 20; i++) {
                step();
            }
        }

        private void step() {
            List<UUID> blocks = new ArrayList<>(storedFrom.keySet());
            int what = random.nextInt(10);
            if (blocks.isEmpty() || what < 2) {
                UUID block = new UUID(random.nextLong(), random.nextLong());
                byte[] data = data(block);
                promise(
                        block,
                        0,
                        () -> pool.add(new StoredBlock(block, data.length, Origin.TLS, 0), SecretBytes.owning(data)));
                return;
            }
            UUID block = blocks.get(random.nextInt(blocks.size()));
            int from = storedFrom.get(block);
            int size = data(block).length;
            int index = random.nextInt(size + 1);
            switch (what) {
                case 2, 3 -> {
                    int next = index <= from ? from : Math.min(size, Math.ceilDiv(index, SEGMENT) * SEGMENT);
                    promise(block, next, () -> pool.takeOut(block, index).thenAccept(SecretBytes::close));
                }
                case 4 -> {
                    // Only once before it is taken out again, as nodes do.
                    boolean whole = from % SEGMENT == 0 || from == size;
                    int back = whole ? random.nextInt(Math.min(from, SEGMENT) + 1) : 0;
                    byte[] rest = Arrays.copyOfRange(data(block), from - back, from);
                    promise(block, from - back, () -> pool.putBack(block, SecretBytes.owning(rest)));
                }
                case 5 -> {
                    int next = index == size ? size : Math.max(from, index / SEGMENT * SEGMENT);
                    promise(block, next, () -> pool.discard(block, index));
                }
                case 6 -> {
                    promise(thing(peer, block), Promises.GONE, () -> pool.drop(List.of(block)));
                    storedFrom.remove(block);
                }
                case 7 -> {
                    UUID life = new UUID(random.nextLong(), random.nextLong());
                    RegisteredPeer known =
                            new RegisteredPeer(peer, life, List.of(new Incarnation(life, random.nextLong(), life)));
                    promise(peer.toString(), value(known), () -> store.ledger().save(known));
                }
                default -> {
                    Delivery delivery =
                            new Delivery(new KeyId(new UUID(random.nextLong(), random.nextLong())), new SaeId("sofia"));
                    Instant until = Instant.ofEpochMilli(2_000_000_000_000L + random.nextInt());
                    promise(
                            thing(delivery),
                            value(until),
                            () -> store.deliveries().add(List.of(delivery), until));
                }
            }
        }

        private void promise(UUID block, int from, Supplier<CompletableFuture<Void>> change) {
            promise(thing(peer, block), String.valueOf(from), change);
            storedFrom.put(block, from);
        }

        private void promise(String thing, String value, Supplier<CompletableFuture<Void>> change) {
            PowerCuts.tell(root, Promises.trying(thing, value));
            change.get().join();
            PowerCuts.tell(root, Promises.done(thing, value));
        }
    }

    private static byte[] data(UUID block) {
        Random random = new Random(block.getLeastSignificantBits());
        return Seed.bytes(random, 1 + random.nextInt(2 * SEGMENT + 1_000));
    }

    private static String thing(PeerName peer, UUID block) {
        return peer + "/" + block;
    }

    private static String thing(Delivery delivery) {
        return delivery.keyId() + "/" + delivery.slave();
    }

    private static String value(Instant until) {
        return String.valueOf(until.toEpochMilli());
    }

    private static String value(RegisteredPeer peer) {
        return peer.ownId() + "/" + peer.seen().getFirst().start();
    }

    private static long start(NodeStore store) {
        return store.ledger().incarnation().orElseThrow().start();
    }

    private static Map<String, String> seen(NodeStore store) {
        Map<String, String> all = new TreeMap<>();
        for (PeerName peer : PEERS) {
            for (StoredBlock block : store.ledger().pool(peer, PoolOwner.HUB).blocks()) {
                all.put(thing(peer, block.uuid()), String.valueOf(block.storedFrom()));
            }
        }
        store.deliveries().deliveries().forEach((delivery, until) -> all.put(thing(delivery), value(until)));
        store.ledger().peers().forEach(peer -> all.put(peer.name().toString(), value(peer)));
        return all;
    }

    private static void assertKept(Path left, Promises promises) throws IOException {
        Path directory = Files.createDirectories(left.resolve("nodes")).resolve("store");
        if (Files.exists(directory.resolve("store.db-shm"))) {
            // Mapped into memory: whatever is in it is made anew.
            Files.write(directory.resolve("store.db-shm"), Seed.bytes(new Random(1), 32_768));
        }
        try (NodeStore store = TestStores.open(directory)) {
            String last = promises.promised(START);
            assertTrue(last.equals(Promises.GONE) || start(store) > Long.parseLong(last), "a start is counted twice");
            Map<String, String> seen = seen(store);
            seen.put(START, last);
            promises.requireKept(seen);
            for (PeerName peer : PEERS) {
                SegmentStore pool = store.ledger().pool(peer, PoolOwner.HUB);
                for (StoredBlock block : pool.blocks()) {
                    assertStored(pool, block);
                }
            }
        }
    }

    private static void assertStored(SegmentStore pool, StoredBlock block) {
        int from = block.storedFrom();
        byte[] data = data(block.uuid());
        if (from > 0) {
            assertEquals(
                    0, pool.read(block.uuid(), from - 1, block.size()).join().size());
        }
        assertArrayEquals(
                Arrays.copyOfRange(data, from, data.length),
                pool.read(block.uuid(), from, data.length).join().expose());
    }

    @BeforeAll
    static void work() throws IOException {
        power = PowerCuts.in(directory);
        Seed.check(random -> {
            for (String end : List.of("stop", "kill", "kill", "stop")) {
                power.work(Work.class, String.valueOf(random.nextLong()), end);
            }
        });
    }

    @Test
    void whatWasPromisedIsKeptAndWhatWasTakenOutIsGone() {
        Seed.check(random -> power.cut(CUTS, path -> true, random, PowerCutTest::assertKept));
    }

    /**
     * That the test can fail: a disk that says that it has forced what it has not loses what was promised. The database's journal is
     * what {@code synchronous=NORMAL} does not force, the journal and the database are what {@code synchronous=OFF} does not.
     */
    @ParameterizedTest
    @ValueSource(strings = {"store.db-wal", "store.db", "nodes"})
    void aDiskThatDoesNotForceDoesNotKeepIt(String unforced) {
        Seed.check(random -> {
            AssertionError lost = assertThrows(
                    AssertionError.class,
                    () -> power.cut(CUTS, path -> !path.endsWith(unforced), random, PowerCutTest::assertKept));
            assertTrue(String.valueOf(lost.getMessage()).matches("after .* steps: .*"), lost::toString);
        });
    }
}
