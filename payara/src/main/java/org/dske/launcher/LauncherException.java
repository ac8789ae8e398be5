package org.dske.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something that the launcher cannot do: one line for the user, and the exit status that goes with it. */
public class LauncherException extends RuntimeException {
    /** Exit status: it did not work. */
    public static final int FAILED = 1;
    /** Exit status: the command line or the topology is wrong. */
    public static final int USAGE = 2;

    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    /** A failure, with the exit status {@link #FAILED}. */
    public LauncherException(String message) {
        this(FAILED, message);
    }

    /** A failure with a given exit status, {@link #FAILED} or {@link #USAGE}. */
    public LauncherException(int exitStatus, String message) {
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

    /** The status that the process exits with, not 0. */
    public int exitStatus() {
        return exitStatus;
    }
}
