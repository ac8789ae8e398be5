package org.dske.launcher.etsi;

import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;

/** A KME gave no keys: it refused, did not answer, or answered what is no answer. */
public final class KmeException extends LauncherException {
    private static final long serialVersionUID = 1L;

    private final String kind;

    /**
     * A failure.
     *
     * @param kind what failures of this kind have in common, in a few words such as {@code status 503}
     * @param message what happened, for the user
     */
    public KmeException(String kind, String message) {
        super(ExitStatus.OTHER_SIDE, message);
        this.kind = kind;
    }

    /** What failures of this kind have in common, for whoever counts them: without names, numbers of keys or what the KME said. */
    public String kind() {
        return kind;
    }
}
