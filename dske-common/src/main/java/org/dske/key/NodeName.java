package org.dske.key;

import java.util.regex.Pattern;
import org.dske.error.InvalidException;

/**
 * The name of a hub or of a client: the last part of its context path.
 *
 * @param name 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or a digit: so it is never a
 *     relative path or an option
 */
public record NodeName(String name) implements Comparable<NodeName> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public NodeName {
        requireAllowed("a node's name", name);
    }

    /** Fails if a text cannot be a node's name, or anything else that is spelled like one, and says what it is. */
    public static void requireAllowed(String what, String text) {
        if (!isAllowed(text)) {
            throw new InvalidException(what + " has 1 to 64 letters, digits, dots,"
                    + " dashes and underscores, and starts with a letter or a digit");
        }
    }

    /** {@return whether a text can be a node's name} */
    public static boolean isAllowed(String text) {
        return ALLOWED.matcher(text).matches();
    }

    /** The name of a node with a given context path or URL, such as {@code /hub/hank} or {@code http://localhost:8100/hub/hank}. */
    public static NodeName lastPartOf(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new NodeName(trimmed.substring(trimmed.lastIndexOf('/') + 1));
    }

    @Override
    public int compareTo(NodeName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
