package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dske.config.ConfigurationException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.DeliveryLedger.Delivery;
import org.dske.ledger.Incarnation;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.RegisteredPeer;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup has in it may come back; what must not is not in it. */
class BackupTest {
    private static final NodeName HANK = new NodeName("hank");
    private static final PeerName CAROL = PeerName.of("carol", null);

    @TempDir
    private Path directory;

    private final Delivery delivery = new Delivery(new KeyId(UUID.randomUUID()), new SaeId("sofia"));
    private final UUID block = UUID.randomUUID();
    private final RegisteredPeer carol = new RegisteredPeer(
            CAROL, UUID.randomUUID(), List.of(new Incarnation(UUID.randomUUID(), 3, UUID.randomUUID())));
    private Path store;
    private Path backup;
    private Path restored;

    @BeforeEach
    void fill() {
        store = directory.resolve("store");
        backup = directory.resolve("hank.backup");
        restored = directory.resolve("restored");
        try (NodeStore open = TestStores.open(store)) {
            open.ledger().save(carol).join();
            fill(open);
            open.deliveries()
                    .add(List.of(delivery), new MutableClock().instant().plusSeconds(60))
                    .join();
        }
    }

    private void fill(NodeStore open) {
        open.ledger()
                .pool(CAROL, PoolOwner.HUB)
                .add(new StoredBlock(block, 100, Origin.LABORATORY, 0), SecretBytes.copyOf(new byte[100]))
                .join();
    }

    private static Incarnation incarnation(NodeStore open) {
        return open.ledger().incarnation().orElseThrow();
    }

    @Test
    void deliveriesComeBackAndNothingThatIsSharedWithPeers() {
        Backup.write(store, HANK, backup);
        Backup.restore(backup, HANK, restored);
        try (NodeStore open = TestStores.open(restored)) {
            assertEquals(Set.of(delivery), open.deliveries().deliveries().keySet());
            assertEquals(List.of(), open.ledger().peers());
            assertEquals(List.of(), open.ledger().pool(CAROL, PoolOwner.HUB).blocks());
        }
    }

    @Test
    void aRestoredStoreIsAnotherOneEachTime() {
        Incarnation first;
        try (NodeStore open = TestStores.open(store)) {
            first = incarnation(open);
        }
        Backup.write(store, HANK, backup);
        Set<UUID> ids = new HashSet<>(Set.of(first.id()));
        for (int i = 0; i < 3; i++) {
            Path place = directory.resolve("restored" + i);
            Backup.restore(backup, HANK, place);
            try (NodeStore open = TestStores.open(place)) {
                assertTrue(ids.add(incarnation(open).id()));
                assertEquals(1, incarnation(open).start());
            }
            try (NodeStore open = TestStores.open(place)) {
                assertEquals(2, incarnation(open).start(), "its own key opens it again");
            }
        }
    }

    @Test
    void nothingSecretAndNoIdIsInABackup() throws IOException {
        String id;
        try (NodeStore open = TestStores.open(store)) {
            id = incarnation(open).id().toString();
        }
        Backup.write(store, HANK, backup);
        String bytes = new String(Files.readAllBytes(backup), StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains(delivery.keyId().toString()));
        assertFalse(bytes.contains(block.toString()));
        assertFalse(bytes.contains(id));
        assertFalse(bytes.contains(carol.ownId().toString()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
        assertEquals(List.of(backup, store), TestStores.files(directory), "nothing is left beside it");
    }

    @Test
    void aNodeThatRunsIsBackedUpAndRunsOn() {
        try (NodeStore open = TestStores.open(store)) {
            Delivery later = new Delivery(new KeyId(UUID.randomUUID()), new SaeId("sam"));
            open.deliveries()
                    .add(List.of(later), new MutableClock().instant().plusSeconds(60))
                    .join();
            Backup.write(store, HANK, backup);
            open.ledger().forget(CAROL).join();
            Backup.restore(backup, HANK, restored);
            try (NodeStore again = TestStores.open(restored)) {
                assertEquals(
                        Set.of(delivery, later), again.deliveries().deliveries().keySet());
            }
        }
    }

    @Test
    void aBackupThatIsPutInPlaceByHandIsANewStoreToo() throws IOException {
        Backup.write(store, HANK, backup);
        Files.createDirectories(restored);
        Files.copy(backup, restored.resolve("store.db"));
        try (NodeStore open = TestStores.open(restored)) {
            assertEquals(
                    Map.of(delivery, new MutableClock().instant().plusSeconds(60)),
                    open.deliveries().deliveries());
            assertEquals(List.of(), open.ledger().peers());
            fill(open);
        }
    }

    @Test
    void aStoreInPlaceOfABackupIsRestoredWithoutItsPsrd() {
        Backup.restore(store.resolve("store.db"), HANK, restored);
        try (NodeStore open = TestStores.open(restored);
                NodeStore old = TestStores.open(store)) {
            assertEquals(Set.of(delivery), open.deliveries().deliveries().keySet());
            assertEquals(List.of(), open.ledger().pool(CAROL, PoolOwner.HUB).blocks());
            assertNotEquals(incarnation(old).id(), incarnation(open).id());
        }
    }

    /** To SQLite a file's name may be a URI with parameters, or a store in memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "what?",
                "a?journal_mode=OFF",
                "100%",
                "100%41",
                "#1",
                "a b",
                "mode=memory",
                ":memory:",
                "\u00e4\u20ac"
            })
    void filesAndDirectoriesMayHaveAnyName(String name) throws IOException {
        Path named = Files.createDirectory(directory.resolve("in")).resolve(name);
        Path elsewhere = directory.resolve("out").resolve(name);
        Backup.write(store, HANK, named);
        Backup.restore(named, HANK, elsewhere);
        Path again = directory.resolve("again");
        Backup.write(elsewhere, HANK, again);
        try (NodeStore open = TestStores.open(elsewhere)) {
            assertEquals(Set.of(delivery), open.deliveries().deliveries().keySet());
        }
        assertEquals(List.of(named), TestStores.files(named.getParent()));
        assertEquals(List.of(elsewhere), TestStores.files(elsewhere.getParent()));
        assertTrue(Files.size(again) > 0);
    }

    private static void assertRefused(String why, Runnable action) {
        String line = String.valueOf(
                assertThrows(ConfigurationException.class, action::run).getMessage());
        assertTrue(line.contains(why), line);
        assertFalse(line.contains("\n"), line);
    }

    @Test
    void whatCannotBeDoneIsRefusedAndChangesNothing() throws IOException {
        Path none = directory.resolve("none");
        assertRefused("there is no store in " + none, () -> Backup.write(none, HANK, backup));
        assertRefused("is of node hank, and not of helen", () -> Backup.write(store, new NodeName("helen"), backup));
        assertFalse(Files.exists(backup));
        assertRefused("there is no such file", () -> Backup.write(store, HANK, none.resolve("file")));
        Backup.write(store, HANK, backup);
        String before = HexFormat.of().formatHex(Files.readAllBytes(backup));
        assertRefused("there is a file of that name", () -> Backup.write(store, HANK, backup));
        assertEquals(before, HexFormat.of().formatHex(Files.readAllBytes(backup)));
        assertRefused("there is no backup", () -> Backup.restore(none, HANK, restored));
        assertRefused("there is no backup", () -> Backup.restore(directory, HANK, restored));
        assertRefused(
                "is of node hank, and not of helen", () -> Backup.restore(backup, new NodeName("helen"), restored));
        Path text = Files.writeString(
                directory.resolve("text"), "no database, but long enough to be taken for one".repeat(99));
        assertRefused("it is no database", () -> Backup.restore(text, HANK, restored));
        Path empty = Files.writeString(directory.resolve("empty"), "");
        assertRefused("is no store of a node", () -> Backup.restore(empty, HANK, restored));
        // None of these has left anything that would be taken for a store.
        Backup.restore(backup, HANK, restored);
    }

    @Test
    void aStoreThatIsThereIsNotReplaced() {
        Backup.write(store, HANK, backup);
        assertRefused("there is a store in " + store + " already", () -> Backup.restore(backup, HANK, store));
        try (NodeStore open = TestStores.open(store)) {
            assertEquals(List.of(carol), open.ledger().peers());
            assertRefused("is in use by another process", () -> Backup.restore(backup, HANK, store));
        }
    }

    @Test
    void aStoreOfAnotherKindIsRefusedByTheNode() {
        Backup.write(store, HANK, backup);
        Backup.restore(backup, HANK, restored);
        assertRefused(
                "is that of hub hank, and not of client hank",
                () -> TestStores.open(restored, "client", "hank", Optional.empty())
                        .close());
    }
}
