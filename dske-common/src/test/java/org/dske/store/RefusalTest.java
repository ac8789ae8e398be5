package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.dske.config.ConfigurationException;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that cannot be used as it is stops the node, with one line that says what is wrong and what to do. */
class RefusalTest {
    private static final PeerName CAROL = PeerName.of("carol", null);

    @TempDir
    private Path directory;

    private void assertRefused(String why, String kind, String name, Optional<Path> keyFile) {
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> TestStores.open(directory, kind, name, keyFile).close());
        String line = String.valueOf(refusal.getMessage());
        assertTrue(line.contains(why), line);
        assertTrue(line.contains(directory.toString()), line);
        assertFalse(line.contains("\n"), line);
    }

    private void assertRefused(String why) {
        assertRefused(why, "hub", "hank", Optional.empty());
    }

    private Path database() {
        return directory.resolve("store.db");
    }

    @Test
    void aSecondUserIsRefusedAndLeavesTheFirstAlone() {
        try (NodeStore store = TestStores.open(directory)) {
            assertRefused("is in use");
            store.ledger().forget(CAROL).join();
        }
        TestStores.open(directory).close();
    }

    @Test
    void theStoreOfAnotherNodeIsRefused() {
        TestStores.open(directory).close();
        assertRefused("is that of hub hank, and not of hub helen", "hub", "helen", Optional.empty());
        assertRefused("is that of hub hank, and not of client hank", "client", "hank", Optional.empty());
        TestStores.open(directory).close();
    }

    @Test
    void anotherKeyIsRefused() throws IOException {
        TestStores.open(directory).close();
        Path other = directory.resolve("other.key");
        Files.writeString(other, "0".repeat(64));
        assertRefused("made with another key", "hub", "hank", Optional.of(other));
        TestStores.open(directory).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00112233", "x", "ZZ"})
    void whatIsNoKeyIsRefused(String content) throws IOException {
        Path file = directory.resolve("bad.key");
        Files.writeString(file, content.equals("ZZ") ? "zz".repeat(32) : content);
        assertRefused("is none: 64 hexadecimal digits", "hub", "hank", Optional.of(file));
        assertRefused("there is no such file", "hub", "hank", Optional.of(directory.resolve("none.key")));
    }

    @Test
    void aKeyIsTakenAsDigitsAndAsBytes() throws IOException {
        Path digits = directory.resolve("digits.key");
        Path bytes = directory.resolve("bytes.key");
        Files.writeString(digits, "AbCdEf0123456789".repeat(4) + "\r\n");
        Files.write(bytes, HexFormat.of().parseHex("abcdef0123456789".repeat(4)));
        TestStores.open(directory.resolve("a"), "hub", "hank", Optional.of(digits))
                .close();
        TestStores.open(directory.resolve("a"), "hub", "hank", Optional.of(bytes))
                .close();
    }

    @Test
    void aNewerSchemaIsRefused() {
        try (NodeStore store = TestStores.open(directory)) {
            store.file()
                    .orElseThrow()
                    .database()
                    .write(sql -> sql.update(
                            "INSERT INTO schema_ledger SELECT installed_rank + 98, '99', description, type, 'V99__x.sql',"
                                    + " checksum, installed_by, installed_on, execution_time, success FROM schema_ledger"
                                    + " WHERE version = '1'"))
                    .join();
        }
        assertRefused("another release");
    }

    @Test
    void whatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(database(), "a letter to somebody ".repeat(1_000));
        assertRefused("no database");
        assertEquals(21_000, Files.size(database()));
    }

    @Test
    void aStoreThatWasCutOffIsRefused() throws IOException {
        try (NodeStore store = TestStores.open(directory)) {
            fill(store);
        }
        byte[] whole = Files.readAllBytes(database());
        Files.write(database(), Arrays.copyOf(whole, whole.length / 2));
        assertRefused("store.db");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefused() throws IOException {
        Files.createFile(directory.resolve("file"));
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> TestStores.open(directory.resolve("file").resolve("store"))
                        .close());
        assertTrue(String.valueOf(refusal.getMessage()).contains("cannot be opened"), refusal::toString);
    }

    private static UUID fill(NodeStore store) {
        UUID block = UUID.randomUUID();
        store.ledger()
                .pool(CAROL, PoolOwner.HUB)
                .add(new StoredBlock(block, data().length, Origin.TLS, 0), SecretBytes.owning(data()))
                .join();
        return block;
    }

    private static byte[] data() {
        byte[] data = new byte[3 * SegmentStore.SEGMENT_SIZE];
        new Random(3).nextBytes(data);
        return data;
    }
}
