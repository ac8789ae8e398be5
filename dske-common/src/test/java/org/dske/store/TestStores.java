package org.dske.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.key.NodeName;
import org.dske.testing.MutableClock;

/** Stores of tests, and what lies in their directories. */
public final class TestStores {
    private TestStores() {}

    static NodeStore open(Path directory) {
        return open(directory, "hub", "hank", Optional.empty());
    }

    static NodeStore open(Path directory, String kind, String name, Optional<Path> keyFile) {
        return NodeStore.open(
                new StoreSettings(kind, new NodeName(name), Optional.of(directory), keyFile),
                new MutableClock(),
                new SecureRandom());
    }

    /** What a process leaves behind that is killed now. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    /** {@return whether bytes are in any of a store's files} */
    public static boolean isInFiles(Path directory, byte[] bytes) throws IOException {
        String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
        for (Path file : files(directory)) {
            if (Files.isRegularFile(file)
                    && Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
