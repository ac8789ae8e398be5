package org.dske.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A file that holds a process ID.
 *
 * @param path the file
 */
public record PidFile(Path path) {
    /**
     * Reads it.
     *
     * @return the process ID; empty if there is no file or no number in it
     */
    public OptionalLong read() {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(path).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Writes it.
     *
     * @param pid the process ID
     */
    public void write(long pid) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, pid + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes it, if it is there. */
    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
