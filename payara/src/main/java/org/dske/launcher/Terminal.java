package org.dske.launcher;

import java.util.Map;

/**
 * What the standard output is. Java cannot tell where only the input or the errors go elsewhere; the script can, and says so.
 *
 * @param isThere whether it is a terminal
 * @param hasColours whether that is to have colours: not if {@code NO_COLOR} is set (no-color.org), or it says that it is {@code dumb}
 */
public record Terminal(boolean isThere, boolean hasColours) {
    /** The system property by which the script tells that the standard output is a terminal. */
    static final String PROPERTY = "dske.terminal";

    /** Looks at the environment, and what the script says. */
    public static Terminal of(Map<String, String> environment) {
        boolean isThere = Boolean.getBoolean(PROPERTY);
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(isThere, isThere && !plain);
    }
}
