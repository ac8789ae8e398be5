package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.dske.error.InvalidException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.DeliveryLedger.Delivery;
import org.dske.ledger.EnrolmentLedger;
import org.dske.ledger.EnrolmentLedger.Content;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.Incarnation;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.ledger.RegisteredPeer;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger does, wherever it keeps what it keeps. */
class LedgerContractTest {
    private static final int SEGMENT = SegmentStore.SEGMENT_SIZE;
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final PeerName CAROL_2 = PeerName.of("carol", "2");

    @TempDir
    private Path directory;

    private final MutableClock clock = new MutableClock();
    private final QueryPlans plans = new QueryPlans();
    private NodeStore store;

    private void open(String kind) {
        store = kind.equals("memory") ? NodeStore.inMemory() : plans.open(directory, new NodeName("hank"), clock);
    }

    /** And none of the statements looks at all that is stored. */
    @AfterEach
    void close() {
        store.close();
        if (store.file().isPresent()) {
            plans.requireNoScan();
        }
    }

    private PsrdLedger ledger() {
        return store.ledger();
    }

    private SegmentStore pool() {
        return ledger().pool(CAROL, PoolOwner.HUB);
    }

    private static byte[] data(int seed, int size) {
        byte[] data = new byte[size];
        new Random(seed).nextBytes(data);
        return data;
    }

    private static UUID add(SegmentStore pool, byte[] data) {
        UUID uuid = UUID.randomUUID();
        pool.add(new StoredBlock(uuid, data.length, Origin.TLS, 0), SecretBytes.copyOf(data))
                .join();
        return uuid;
    }

    private static byte[] taken(SegmentStore pool, UUID block, int before) {
        return pool.takeOut(block, before).join().expose();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void blocksComeBackInTheirOrderAndApartByPeerAndOwner(String kind) {
        open(kind);
        UUID first = add(pool(), data(1, 100));
        UUID second = add(pool(), data(2, 3 * SEGMENT + 1));
        UUID others = add(ledger().pool(CAROL_2, PoolOwner.HUB), data(3, 10));
        UUID clients = add(ledger().pool(CAROL, PoolOwner.CLIENT), data(4, 10));
        assertEquals(
                List.of(
                        new StoredBlock(first, 100, Origin.TLS, 0),
                        new StoredBlock(second, 3 * SEGMENT + 1, Origin.TLS, 0)),
                pool().blocks());
        assertEquals(
                others,
                ledger().pool(CAROL_2, PoolOwner.HUB).blocks().getFirst().uuid());
        assertEquals(
                clients,
                ledger().pool(CAROL, PoolOwner.CLIENT).blocks().getFirst().uuid());
        CompletionException twice = assertThrows(
                CompletionException.class,
                () -> pool().add(new StoredBlock(first, 10, Origin.TLS, 0), SecretBytes.copyOf(data(1, 10)))
                        .join());
        assertTrue(twice.getCause() instanceof InvalidException, twice::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void segmentsAreTakenOutOnceAndInWhole(String kind) {
        open(kind);
        byte[] data = data(1, 3 * SEGMENT + 1);
        UUID block = add(pool(), data);
        assertEquals(0, taken(pool(), block, 0).length);
        assertArrayEquals(Arrays.copyOf(data, SEGMENT), taken(pool(), block, 1));
        assertEquals(SEGMENT, pool().blocks().getFirst().storedFrom());
        assertEquals(0, taken(pool(), block, SEGMENT).length);
        assertArrayEquals(Arrays.copyOfRange(data, SEGMENT, 3 * SEGMENT), taken(pool(), block, 2 * SEGMENT + 1));
        assertArrayEquals(Arrays.copyOfRange(data, 3 * SEGMENT, data.length), taken(pool(), block, data.length));
        assertEquals(data.length, pool().blocks().getFirst().storedFrom());
        assertEquals(0, taken(pool(), block, data.length).length);
        assertEquals(0, taken(pool(), UUID.randomUUID(), 100).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void whatIsReadStaysAndWhatIsNotStoredIsNotRead(String kind) {
        open(kind);
        byte[] data = data(1, 2 * SEGMENT + 100);
        UUID block = add(pool(), data);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(
                    Arrays.copyOfRange(data, SEGMENT - 5, SEGMENT + 7),
                    pool().read(block, SEGMENT - 5, SEGMENT + 7).join().expose());
        }
        assertArrayEquals(
                Arrays.copyOfRange(data, data.length - 1, data.length),
                pool().read(block, data.length - 1, data.length).join().expose());
        assertEquals(0, pool().read(block, 10, data.length + 1).join().size());
        assertEquals(0, pool().read(UUID.randomUUID(), 0, 1).join().size());
        taken(pool(), block, 1);
        assertEquals(0, pool().read(block, SEGMENT - 5, SEGMENT + 7).join().size());
        assertEquals(7, pool().read(block, SEGMENT, SEGMENT + 7).join().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void whatIsPutBackIsThereAgainAndWhatIsBeforeItIsGone(String kind) {
        open(kind);
        byte[] data = data(1, 3 * SEGMENT);
        UUID block = add(pool(), data);
        taken(pool(), block, 2 * SEGMENT);
        pool().putBack(block, SecretBytes.copyOf(Arrays.copyOfRange(data, SEGMENT - 9, 2 * SEGMENT)))
                .join();
        assertEquals(SEGMENT - 9, pool().blocks().getFirst().storedFrom());
        assertEquals(0, pool().read(block, SEGMENT - 10, SEGMENT).join().size());
        assertArrayEquals(
                Arrays.copyOfRange(data, SEGMENT - 9, SEGMENT + 1),
                pool().read(block, SEGMENT - 9, SEGMENT + 1).join().expose());
        assertArrayEquals(Arrays.copyOfRange(data, SEGMENT - 9, SEGMENT), taken(pool(), block, SEGMENT - 1));
        assertArrayEquals(Arrays.copyOfRange(data, SEGMENT, 3 * SEGMENT), taken(pool(), block, 3 * SEGMENT));
        pool().putBack(block, SecretBytes.copyOf(new byte[0])).join();
        pool().putBack(UUID.randomUUID(), SecretBytes.copyOf(data)).join();
        assertEquals(data.length, pool().blocks().getFirst().storedFrom());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void wholeSegmentsAreDiscarded(String kind) {
        open(kind);
        byte[] data = data(1, 2 * SEGMENT + 100);
        UUID block = add(pool(), data);
        pool().discard(block, SEGMENT - 1).join();
        assertEquals(0, pool().blocks().getFirst().storedFrom());
        pool().discard(block, 2 * SEGMENT + 5).join();
        assertEquals(2 * SEGMENT, pool().blocks().getFirst().storedFrom());
        pool().discard(block, data.length).join();
        assertEquals(data.length, pool().blocks().getFirst().storedFrom());
        pool().discard(UUID.randomUUID(), 100).join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void droppedBlocksAndThoseOfAForgottenPeerAreGone(String kind) {
        open(kind);
        UUID dropped = add(pool(), data(1, 100));
        UUID kept = add(pool(), data(2, 100));
        ledger().save(new RegisteredPeer(CAROL, UUID.randomUUID(), List.of())).join();
        UUID others = add(ledger().pool(CAROL_2, PoolOwner.HUB), data(3, 10));
        pool().drop(List.of(dropped, UUID.randomUUID())).join();
        assertEquals(
                List.of(kept), pool().blocks().stream().map(StoredBlock::uuid).toList());
        assertEquals(0, taken(pool(), dropped, 100).length);
        ledger().forget(CAROL).join();
        assertEquals(List.of(), pool().blocks());
        assertEquals(List.of(), ledger().peers());
        assertEquals(
                others,
                ledger().pool(CAROL_2, PoolOwner.HUB).blocks().getFirst().uuid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void aPeerIsRememberedAsItWasSavedLast(String kind) {
        open(kind);
        Incarnation first = new Incarnation(UUID.randomUUID(), 1, UUID.randomUUID());
        Incarnation second = new Incarnation(UUID.randomUUID(), Long.MAX_VALUE, UUID.randomUUID());
        RegisteredPeer carol = new RegisteredPeer(CAROL, UUID.randomUUID(), List.of(first));
        RegisteredPeer other = new RegisteredPeer(CAROL_2, UUID.randomUUID(), List.of());
        ledger().save(other).join();
        ledger().save(carol).join();
        RegisteredPeer later = new RegisteredPeer(CAROL, UUID.randomUUID(), List.of(first, second));
        ledger().save(later).join();
        assertEquals(Set.of(later, other), Set.copyOf(ledger().peers()));
    }

    /** In memory there is nothing to remember: it is asked for after a start. */
    @Test
    void aDeliveryIsRememberedAsLongAsWasSaidLast() {
        open("sqlite");
        Delivery delivery = new Delivery(new KeyId(UUID.randomUUID()), new SaeId("sofia"));
        Delivery other = new Delivery(delivery.keyId(), new SaeId("serena"));
        Instant later = Instant.parse("2030-01-01T00:00:00Z");
        store.deliveries().add(List.of(delivery, other), later.minusMillis(1)).join();
        store.deliveries().add(List.of(delivery), later).join();
        assertEquals(
                Map.of(delivery, later, other, later.minusMillis(1)),
                store.deliveries().deliveries());
    }

    private static final Instant EXPIRES = Instant.parse("2030-01-01T00:00:00Z");

    private static Content content(PoolOwner owner, UUID uuid, byte[] data) {
        return new Content(owner, new StoredBlock(uuid, data.length, Origin.COURIER, 0), SecretBytes.copyOf(data));
    }

    private static Enrolment enrolment(UUID id, boolean issued) {
        return new Enrolment(id, CAROL, Set.of(new SaeId("sam"), new SaeId("serena")), EXPIRES, issued, List.of());
    }

    private EnrolmentLedger enrolments() {
        return ledger().enrolment();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void aPackageThatWasIssuedIsInNoPoolBeforeItIsTakenUpAndThenBehindAllOthers(String kind) {
        open(kind);
        UUID id = UUID.randomUUID();
        UUID packed = UUID.randomUUID();
        byte[] data = data(1, 100);
        enrolments()
                .add(
                        enrolment(id, true),
                        List.of(
                                content(PoolOwner.HUB, packed, data),
                                content(PoolOwner.CLIENT, UUID.randomUUID(), data(2, 10))))
                .join();
        UUID later = add(pool(), data(3, 10));
        assertEquals(List.of(later), uuids(pool()));
        Enrolment issued = enrolments().enrolments().getFirst();
        assertTrue(issued.issued());
        assertEquals(CAROL, issued.peer());
        assertEquals(EXPIRES, issued.expires());
        assertEquals(Set.of(new SaeId("sam"), new SaeId("serena")), issued.encryptors());
        assertEquals(2, issued.blocks().size());
        assertArrayEquals(
                Arrays.copyOfRange(data, 10, 20),
                pool().read(packed, 10, 20).join().expose());
        enrolments().takeUp(id).join();
        assertEquals(List.of(later, packed), uuids(pool()));
        assertFalse(enrolments().enrolments().getFirst().issued());
        assertEquals(List.of(), enrolments().enrolments().getFirst().blocks());
        assertArrayEquals(data, taken(pool(), packed, data.length));
        enrolments().takeUp(id).join();
        enrolments().expire(EXPIRES).join();
        assertEquals(1, enrolments().enrolments().size(), "what was taken up does not expire");
    }

    private static List<UUID> uuids(SegmentStore pool) {
        return pool.blocks().stream().map(StoredBlock::uuid).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void aPackageIsAddedOnceAndWholeOrNotAtAll(String kind) {
        open(kind);
        UUID id = UUID.randomUUID();
        UUID first = UUID.randomUUID();
        UUID known = add(pool(), data(3, 10));
        List<Content> withAKnownBlock =
                List.of(content(PoolOwner.HUB, first, data(1, 10)), content(PoolOwner.HUB, known, data(2, 10)));
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> enrolments().add(enrolment(id, false), withAKnownBlock).join());
        assertTrue(refused.getCause() instanceof InvalidException, refused::toString);
        assertEquals(List.of(known), uuids(pool()));
        assertEquals(List.of(), enrolments().enrolments());
        enrolments()
                .add(enrolment(id, false), List.of(content(PoolOwner.HUB, first, data(1, 10))))
                .join();
        assertEquals(List.of(known, first), uuids(pool()));
        CompletionException twice = assertThrows(
                CompletionException.class,
                () -> enrolments()
                        .add(enrolment(id, false), List.of(content(PoolOwner.HUB, UUID.randomUUID(), data(1, 10))))
                        .join());
        assertEquals(
                "package " + id + " has been added before", twice.getCause().getMessage());
        assertEquals(List.of(known, first), uuids(pool()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void aPackageThatNobodyCameWithExpires(String kind) {
        open(kind);
        UUID packed = UUID.randomUUID();
        enrolments()
                .add(enrolment(UUID.randomUUID(), true), List.of(content(PoolOwner.HUB, packed, data(1, 2 * SEGMENT))))
                .join();
        enrolments().expire(EXPIRES.minusMillis(1)).join();
        assertEquals(1, enrolments().enrolments().size());
        enrolments().expire(EXPIRES).join();
        assertEquals(List.of(), enrolments().enrolments());
        assertEquals(0, pool().read(packed, 0, 1).join().size());
        assertEquals(List.of(), uuids(pool()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void ofAPeerThatWasTakenOutTheNamesOfItsBlocksAreLeftForATime(String kind) {
        open(kind);
        UUID packed = UUID.randomUUID();
        enrolments()
                .add(enrolment(UUID.randomUUID(), true), List.of(content(PoolOwner.CLIENT, packed, data(1, 10))))
                .join();
        UUID pooled = add(pool(), data(2, 10));
        UUID others = add(ledger().pool(CAROL_2, PoolOwner.HUB), data(3, 10));
        enrolments().takeOut(CAROL, EXPIRES).join();
        assertEquals(Set.of(packed, pooled), enrolments().takenOut());
        assertEquals(List.of(), enrolments().enrolments());
        assertEquals(List.of(), uuids(pool()));
        assertEquals(0, pool().read(packed, 0, 1).join().size());
        assertEquals(List.of(others), uuids(ledger().pool(CAROL_2, PoolOwner.HUB)));
        enrolments().expire(EXPIRES).join();
        assertEquals(Set.of(), enrolments().takenOut());
    }

    @Test
    void whatIsKnownOfPackagesOutlivesTheProcess() {
        open("sqlite");
        UUID id = UUID.randomUUID();
        UUID packed = UUID.randomUUID();
        enrolments()
                .add(enrolment(id, true), List.of(content(PoolOwner.HUB, packed, data(1, 10))))
                .join();
        store.close();
        open("sqlite");
        assertEquals(
                packed, enrolments().enrolments().getFirst().blocks().getFirst().uuid());
        enrolments().takeUp(id).join();
        enrolments().takeOut(CAROL_2, EXPIRES).join();
        store.close();
        open("sqlite");
        assertEquals(List.of(packed), uuids(pool()));
        assertFalse(enrolments().enrolments().getFirst().issued());
    }
}
