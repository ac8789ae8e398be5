package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dske.testing.Await;
import org.dske.testing.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    private Path directory;

    /** A node that is killed. */
    static final class Killed {
        private Killed() {}

        /** Opens a store. */
        public static void main(String[] arguments) {
            TestStores.open(Path.of(arguments[0]));
            Runtime.getRuntime().halt(0);
        }
    }

    private int kill(String... options) throws IOException {
        return Await.exit(
                JavaProcess.of(
                                List.of(options),
                                Killed.class,
                                directory.resolve("store").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start(),
                Await.LONG);
    }

    /** One, and what locks it. */
    @Test
    void processesThatAreKilledLeaveOneLibraryBehindAllInAll() throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        for (int i = 0; i < 3; i++) {
            assertEquals(0, kill("-Djava.io.tmpdir=" + temporary));
            assertEquals(
                    2,
                    TestStores.files(directory.resolve("store").resolve("native"))
                            .size());
        }
        assertEquals(List.of(), TestStores.files(temporary));
    }

    @Test
    void whereSomebodyHasSaidItGoesThere() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        assertEquals(0, kill("-Dorg.sqlite.tmpdir=" + elsewhere));
        assertEquals(2, TestStores.files(elsewhere).size());
        assertEquals(List.of(), TestStores.files(directory.resolve("store").resolve("native")));
    }

    @Test
    void whereItCannotBeUnpackedTheStoreIsRefusedInOneLine() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertEquals(1, kill("-Dorg.sqlite.tmpdir=" + file));
        String output = Files.readString(directory.resolve("output"));
        assertTrue(output.contains("ConfigurationException: SQLite's library cannot be loaded from " + file), output);
    }
}
