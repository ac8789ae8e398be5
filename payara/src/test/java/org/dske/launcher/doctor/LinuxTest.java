package org.dske.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LinuxTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path root;

    private void write(String file, String text) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void limitsAreThoseOfTheProcess() throws Exception {
        write("proc/7/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max core file size        0                    unlimited            bytes
                Max open files            1024                 524288               files
                """);
        write("proc/8/limits", "Max open files            unlimited            unlimited            files\n");
        Linux linux = new Linux(root);
        assertEquals(OptionalLong.of(1024), linux.openFilesLimit("7"));
        assertEquals(OptionalLong.of(Long.MAX_VALUE), linux.openFilesLimit("8"));
        assertEquals(OptionalLong.empty(), linux.openFilesLimit("9"));
    }

    @Test
    void openFilesAreCounted() throws Exception {
        write("proc/7/fd/0", "");
        write("proc/7/fd/1", "");
        assertEquals(OptionalLong.of(2), new Linux(root).openFiles(7));
        assertEquals(OptionalLong.empty(), new Linux(root).openFiles(8));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoHasLockedAFileIsFound() throws Exception {
        Path file = root.resolve("store.lock");
        Linux linux = new Linux(Path.of("/"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertEquals(OptionalLong.empty(), linux.lockHolder(file));
            try (FileLock lock = channel.lock()) {
                assertTrue(lock.isValid());
                assertEquals(OptionalLong.of(ProcessHandle.current().pid()), linux.lockHolder(file));
                assertEquals(OptionalLong.empty(), linux.lockHolder(root.resolve("other")));
            }
        }
    }

    @Test
    void aClockThatASystemdKeepsIsSynchronised() throws Exception {
        write("run/systemd/timesync/synchronized", "");
        assertEquals(Optional.of(true), new Linux(root).isClockSynchronised());
    }
}
