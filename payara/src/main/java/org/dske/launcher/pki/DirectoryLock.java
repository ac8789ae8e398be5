package org.dske.launcher.pki;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Supplier;
import org.dske.launcher.LauncherException;

/** Keeps two processes from writing to a directory at a time: the second waits. It does not keep threads apart. */
final class DirectoryLock {
    private DirectoryLock() {}

    /** Does something while holding the lock on a directory, which is created if it is not there. */
    static <T> T holding(Path directory, Supplier<T> work) {
        Path file = directory.resolve(".lock");
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileBatch.createDirectories(directory.toAbsolutePath());
            try (FileChannel channel = FileChannel.open(file, options, FileBatch.OWNER_ONLY)) {
                FileLock lock = channel.lock();
                T result = work.get();
                lock.release();
                return result;
            }
        } catch (IOException e) {
            throw FileBatch.cannotWrite(file, e);
        } catch (UnsupportedOperationException e) {
            throw new LauncherException("cannot write " + file + ": its file system knows no owners of files");
        }
    }
}
