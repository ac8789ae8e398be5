package org.dske.launcher;

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

    /** The status that the process exits with, not 0. */
    public int exitStatus() {
        return exitStatus;
    }
}
