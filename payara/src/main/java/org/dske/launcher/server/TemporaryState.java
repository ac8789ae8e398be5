package org.dske.launcher.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dske.launcher.LauncherException;

/** A state directory that is there for a time. */
public final class TemporaryState implements AutoCloseable {
    private final Path path;

    /** A new directory, which is empty. */
    public TemporaryState() {
        try {
            this.path = Files.createTempDirectory("dske-");
        } catch (IOException e) {
            throw new LauncherException("cannot make a temporary directory: " + LauncherException.reason(e));
        }
    }

    /** {@return the directory} */
    public StateDirectory directory() {
        return new StateDirectory(path);
    }

    /** Deletes it with all that is in it; no node of it must run. */
    @Override
    public void close() {
        try {
            Installation.delete(path);
        } catch (IOException e) {
            throw new LauncherException("cannot delete " + path + ": " + LauncherException.reason(e));
        }
    }
}
