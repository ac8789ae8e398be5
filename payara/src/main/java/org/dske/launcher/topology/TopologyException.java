package org.dske.launcher.topology;

import org.dske.launcher.LauncherException;

/** A mistake in a topology file: its file, its line (counted from 1) and the reason. */
public final class TopologyException extends LauncherException {
    private static final long serialVersionUID = 1L;

    /**
     * A mistake.
     *
     * @param file the file as the user named it
     * @param line counted from 1
     * @param reason what is wrong
     */
    public TopologyException(String file, int line, String reason) {
        super(USAGE, file + ":" + line + ": " + reason);
    }
}
