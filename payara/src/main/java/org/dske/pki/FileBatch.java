package org.dske.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.dske.launcher.LauncherException;

/**
 * Files that are written together. All are written under other names first, so that nothing is replaced if one of them cannot be
 * written; then each is renamed, which is atomic. A crash between two renames leaves a certificate without its key, which the
 * list of certificates shows. Secret files can be read by their owner only, from their creation on.
 */
final class FileBatch {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = permissions("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> EVERYBODY = permissions("rw-r--r--");
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = permissions("rwx------");

    private final List<Content> contents = new ArrayList<>();

    private record Content(Path file, byte[] bytes, boolean secret) {
        void write(Path to) throws IOException {
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(to, options, secret ? OWNER_ONLY : EVERYBODY)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        }

        void wipe() {
            if (secret) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    void add(Path file, byte[] content) {
        contents.add(new Content(file, content, false));
    }

    /** Adds a file that only its owner may read. Its content is wiped when it is written. */
    void addSecret(Path file, byte[] content) {
        contents.add(new Content(file, content, true));
    }

    /** Fails if one of the files is there already. */
    static void refuseToReplace(Iterable<Path> files) {
        for (Path file : files) {
            if (exists(file)) {
                throw new LauncherException(
                        file + " is there already: nothing was written (--force replaces what is there)");
            }
        }
    }

    /** Writes all; unless forced to, only if none of the files is there. */
    void write(boolean force) {
        if (!force) {
            refuseToReplace(contents.stream().map(Content::file).toList());
        }
        Map<Path, Path> temporaries = new LinkedHashMap<>();
        Path current = Path.of("");
        try {
            for (Content content : contents) {
                current = content.file();
                Path directory = current.toAbsolutePath().resolveSibling("");
                Files.createDirectories(directory, DIRECTORY);
                Path temporary = directory.resolve("." + UUID.randomUUID() + ".tmp");
                temporaries.put(temporary, current);
                content.write(temporary);
            }
            for (Map.Entry<Path, Path> entry : temporaries.entrySet()) {
                current = entry.getValue();
                Files.move(entry.getKey(), current, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failure(current, e, temporaries.keySet());
        } catch (UnsupportedOperationException e) {
            throw ownerless(current);
        } finally {
            contents.forEach(Content::wipe);
        }
    }

    /**
     * Does something while no other process does it in the same directory, which is created if it is not there: the second waits.
     * It does not keep threads apart.
     */
    static <T> T alone(Path directory, Supplier<T> work) {
        Path file = directory.resolve(".lock");
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            Files.createDirectories(directory.toAbsolutePath(), DIRECTORY);
            try (FileChannel channel = FileChannel.open(file, options, OWNER_ONLY);
                    FileLock lock = channel.lock()) {
                Objects.requireNonNull(lock);
                return work.get();
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        } catch (UnsupportedOperationException e) {
            throw ownerless(file);
        }
    }

    static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    static LauncherException cannotRead(Path file, IOException e) {
        return new LauncherException("cannot read " + file + ": " + reason(e));
    }

    private static LauncherException cannotWrite(Path file, IOException e) {
        return new LauncherException("cannot write " + file + ": " + reason(e));
    }

    private static LauncherException ownerless(Path file) {
        return new LauncherException("cannot write " + file + ": its file system knows no owners of files");
    }

    /** What went wrong, in a few words. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        String reason = e instanceof FileSystemException detailed ? detailed.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static LauncherException failure(Path file, IOException e, Set<Path> temporaries) {
        LauncherException failure = cannotWrite(file, e);
        for (Path temporary : temporaries) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
        }
        return failure;
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
