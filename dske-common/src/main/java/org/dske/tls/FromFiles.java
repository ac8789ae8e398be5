package org.dske.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is read out of files, read again when one of them changes. If that fails, what was read before stays in use, since half of a
 * renewal may be there only; a log line says so, once for each change.
 *
 * @param <T> what the files hold
 */
final class FromFiles<T> {
    private static final Logger LOG = Logger.getLogger(FromFiles.class.getName());

    private final List<Path> files;
    private final Reader<T> reader;
    private List<Object> versions = List.of();
    private @Nullable T content;

    /** Reads the files. */
    interface Reader<T> {
        T read() throws IOException, GeneralSecurityException;
    }

    FromFiles(List<Path> files, Reader<T> reader) {
        this.files = List.copyOf(files);
        this.reader = reader;
    }

    /** What the files hold, or held when they could be read last; fails only if that was never. */
    synchronized T get() throws IOException, GeneralSecurityException {
        List<Object> now = versions();
        T known = content;
        if (known != null && now.equals(versions)) {
            return known;
        }
        try {
            T read = reader.read();
            content = read;
            return read;
        } catch (IOException | GeneralSecurityException e) {
            if (known == null) {
                throw e;
            }
            LOG.warning(() -> files + " cannot be used as they are now, so that what was read before holds: " + e);
            return known;
        } finally {
            versions = now;
        }
    }

    /** A file that is written anew in the same instant has another key or size. */
    private List<Object> versions() throws IOException {
        List<Object> found = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                found.add(List.of(
                        attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
            } else {
                found.add("absent");
            }
        }
        return found;
    }
}
