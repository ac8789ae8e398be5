package org.dske.auditlog;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.dske.secret.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * The file that lines are appended to: all of those that are given together, or none. For one thread.
 *
 * <p>Nobody but its owner may read it. Nobody else can open it to append lines, as long as he asks for its lock.
 */
final class AuditFile implements Closeable {
    private static final int CHUNK = 1 << 16;
    private static final byte LINE_END = '\n';

    private final Path path;
    private final Opener opener;
    private final FileChannel channel;
    private final @Nullable Object key;
    /** What was behind the last line end. */
    private final long cut;

    /** The end of the lines that were appended as a whole. */
    private long end;

    /** Opens a file that is there, to read and to write. */
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    private AuditFile(Path path, Opener opener, FileChannel channel) throws IOException {
        this.path = path;
        this.opener = opener;
        this.channel = channel;
        this.key = keyOf(path);
        long size = channel.size();
        this.end = endOfLines(size);
        this.cut = size - end;
    }

    /**
     * Opens a file, which is made if it is not there. What is behind its last line end is no line, and goes with the next lines.
     *
     * @throws IOException if it cannot be opened, or somebody else has it
     */
    static AuditFile open(Path path, Opener opener) throws IOException {
        if (!Files.exists(path)) {
            PrivateFiles.createDirectories(
                    Objects.requireNonNull(path.toAbsolutePath().getParent()));
            PrivateFiles.createEmpty(path);
        }
        FileChannel channel = opener.open(path);
        try {
            if (lock(channel) == null) {
                throw new IOException("another node, or another process of this node, writes it");
            }
            return new AuditFile(path, opener, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The file of the same path, which somebody has put in the place of this one, or nobody. */
    AuditFile openAnew() throws IOException {
        return open(path, opener);
    }

    /** Whether the path is still that of this file; if not, somebody has moved it. */
    boolean isInPlace() throws IOException {
        try {
            return Objects.equals(key, keyOf(path));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** How many bytes were behind the last line end when it was opened. */
    long cut() {
        return cut;
    }

    /** The last line, without its end; nothing if there is none. */
    Optional<byte[]> lastLine() throws IOException {
        if (end == 0) {
            return Optional.empty();
        }
        return Optional.of(read(endOfLines(end - 1), end - 1));
    }

    /** Where the last line before a position ends: behind its line end, or 0 if there is none. */
    private long endOfLines(long before) throws IOException {
        for (long to = before; to > 0; to -= CHUNK) {
            long from = Math.max(0, to - CHUNK);
            byte[] chunk = read(from, to);
            for (int i = chunk.length - 1; i >= 0; i--) {
                if (chunk[i] == LINE_END) {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    private byte[] read(long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return bytes.array();
    }

    /**
     * Appends lines, each with its end.
     *
     * @param force whether they are to be on the disk when it returns
     * @throws IOException if that cannot be done; none of them is there then, or the next ones take their place
     */
    void append(byte[] lines, boolean force) throws IOException {
        long size = channel.size();
        if (size > end) {
            channel.truncate(end);
        }
        // Somebody may have emptied it.
        long from = Math.min(end, size);
        try {
            ByteBuffer rest = ByteBuffer.wrap(lines);
            while (rest.hasRemaining()) {
                channel.write(rest, from + rest.position());
            }
            if (force) {
                force();
            }
        } catch (IOException e) {
            withdraw(from, e);
            throw e;
        }
        end = from + lines.length;
    }

    private void withdraw(long from, IOException failure) {
        try {
            channel.truncate(from);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Sees to it that all lines are on the disk. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
