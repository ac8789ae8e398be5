package org.dske.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that nobody but their owner may read. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes a directory, and those above it, if it is not there; what was made is on the disk when it returns. */
    public static void createDirectories(Path directory) throws IOException {
        createDirectories(directory.toAbsolutePath(), owners(directory, "rwx------"));
    }

    private static void createDirectories(Path directory, FileAttribute<?>... attributes) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.isDirectory(directory)) {
            createDirectories(parent, new FileAttribute<?>[0]);
            Files.createDirectories(directory, attributes);
            force(parent);
        }
    }

    /** Makes a file with a content, unless it is there: it is on the disk when it returns, and never a part of it. */
    public static void create(Path file, byte[] content) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(part, options, owners(part, "rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            force(directory);
        }
    }

    /** Makes an empty file, unless it is there; it is there after a power cut, too. */
    public static void createEmpty(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel.open(file, options, owners(file, "rw-------")).close();
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            force(directory);
        }
    }

    /** Sees to it that what was made in a directory is there after a power cut, too. */
    private static void force(Path directory) throws IOException {
        // Only where a directory can be opened like a file. One that may be written and not read is left to the file
        // system.
        if (isPosix(directory) && Files.isReadable(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] owners(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Why something cannot be done with a file, for people. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "that is not permitted";
            case FileAlreadyExistsException there -> "there is a file of that name";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
