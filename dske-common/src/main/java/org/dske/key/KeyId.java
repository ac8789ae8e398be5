package org.dske.key;

import java.util.UUID;
import java.util.regex.Pattern;
import org.dske.error.InvalidException;

/**
 * The name of a key, the same at both ends: a UUID, not secret.
 *
 * @param uuid the UUID
 */
public record KeyId(UUID uuid) {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /**
     * Reads a UUID in its canonical form of 36 characters; upper-case digits are accepted.
     *
     * @param member the name of the value, for the error
     * @param text the text
     * @return the UUID
     * @throws InvalidException if the text is no UUID
     */
    public static UUID parseUuid(String member, String text) {
        // UUID.fromString alone accepts "1-2-3-4-5".
        if (!CANONICAL.matcher(text).matches()) {
            throw new InvalidException(member + " is not a UUID");
        }
        return UUID.fromString(text);
    }

    /** The UUID in its canonical lower-case form. */
    @Override
    public String toString() {
        return uuid.toString();
    }
}
