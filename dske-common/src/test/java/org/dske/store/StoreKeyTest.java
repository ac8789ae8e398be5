package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.dske.config.ConfigurationException;
import org.dske.testing.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a store's key is looked for: in the file that is configured, among systemd's credentials, and beside the store. */
class StoreKeyTest {
    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();

    private StoreKey find(Optional<Path> configured, Map<String, String> environment) {
        return StoreKey.find(configured, environment, directory, random);
    }

    private static boolean isSame(StoreKey one, StoreKey other) {
        try {
            other.requireMade(one.check(), "store");
            return true;
        } catch (ConfigurationException e) {
            return false;
        }
    }

    @Test
    void theFileComesBeforeTheCredentialAndTheCredentialBeforeTheStoresOwn() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "1".repeat(64));
        Path credentials = Files.createDirectory(directory.resolve("credentials"));
        Files.writeString(credentials.resolve("dske-store-key"), "2".repeat(64) + "\n");
        Map<String, String> systemd = Map.of("CREDENTIALS_DIRECTORY", credentials.toString());
        try (LogLines log = new LogLines(StoreKey.class)) {
            StoreKey ofFile = find(Optional.of(file), systemd);
            StoreKey ofCredential = find(Optional.empty(), systemd);
            assertFalse(isSame(ofFile, ofCredential));
            assertTrue(isSame(ofFile, find(Optional.of(file), Map.of())));
            assertTrue(log.all().isEmpty(), "the key is not on the store's disk");
            assertFalse(Files.exists(directory.resolve("store.key")));

            StoreKey own = find(Optional.empty(), Map.of());
            assertFalse(isSame(own, ofCredential));
            assertTrue(isSame(own, find(Optional.empty(), Map.of("CREDENTIALS_DIRECTORY", directory.toString()))));
            assertTrue(log.all().getFirst().startsWith("WARNING the store's key is "), log.all()::toString);
        }
    }

    @Test
    void aCredentialThatIsNoKeyIsRefused() throws IOException {
        Files.writeString(directory.resolve("dske-store-key"), "no key");
        assertThrows(
                ConfigurationException.class,
                () -> find(Optional.empty(), Map.of("CREDENTIALS_DIRECTORY", directory.toString())));
    }
}
