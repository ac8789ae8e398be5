package org.dske.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something that the launcher cannot do: one line for the user, and the exit status that goes with it. */
public class LauncherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus exitStatus;

    /** Something is wrong here. */
    public LauncherException(String message) {
        this(ExitStatus.HERE, message);
    }

    /** Something is wrong, here or at the other side. */
    public LauncherException(ExitStatus exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** What to throw for an {@link InterruptedException}: the thread stays interrupted. */
    public static LauncherException interrupted() {
        Thread.currentThread().interrupt();
        return new LauncherException("interrupted");
    }

    /** What went wrong with a file, in a few words: its exceptions often say no more than its name. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        String reason = e instanceof FileSystemException detailed ? detailed.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /** What the process exits with, not {@link ExitStatus#OK}. */
    public ExitStatus exitStatus() {
        return exitStatus;
    }
}
