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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.dske.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was taken out of a store is in none of its files any more. */
class ErasureTest {
    private static final PeerName CAROL = PeerName.of("carol", null);
    private static final int SEEN = 16;

    @TempDir
    private Path directory;

    /** The middle of each ciphertext, and each wrapped key. */
    private static List<byte[]> secrets(Database database) {
        return database.read(connection -> {
            List<byte[]> all = new ArrayList<>(
                    Sql.query(connection, row -> row.getBytes(1), "SELECT substr(sealed, 1000, 16) FROM segment"));
            all.addAll(Sql.query(connection, row -> row.getBytes(1), "SELECT wrapped FROM segment_key"));
            return all;
        });
    }

    private boolean isInFiles(byte[] secret) throws IOException {
        String wanted = new String(secret, StandardCharsets.ISO_8859_1);
        for (Path file : TestStores.files(directory)) {
            if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyIsInFiles(List<byte[]> secrets) {
        try {
            for (byte[] secret : secrets) {
                if (isInFiles(secret)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWasTakenOutDiscardedOrDroppedIsGone() throws IOException {
        byte[] data = new byte[4 * SegmentStore.SEGMENT_SIZE];
        new Random(5).nextBytes(data);
        byte[] plain = Arrays.copyOf(data, SEEN);
        try (NodeStore store = TestStores.open(directory)) {
            Database database = store.file().orElseThrow().database();
            SegmentStore pool = store.ledger().pool(CAROL, PoolOwner.HUB);
            List<UUID> blocks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                blocks.add(UUID.randomUUID());
                pool.add(new StoredBlock(blocks.get(i), data.length, Origin.TLS, 0), SecretBytes.copyOf(data))
                        .join();
            }
            assertFalse(isInFiles(plain), "PSRD in plain text");
            List<byte[]> secrets = secrets(database);
            assertEquals(24, secrets.size());
            assertTrue(anyIsInFiles(secrets.subList(0, 1)) && anyIsInFiles(secrets.subList(23, 24)));
            pool.takeOut(blocks.get(0), data.length).join().close();
            pool.discard(blocks.get(1), data.length).join();
            pool.drop(List.of(blocks.get(2))).join();
            Await.until(Duration.ofSeconds(30), () -> assertFalse(anyIsInFiles(secrets)));
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
