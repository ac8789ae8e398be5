package org.dske.key;

import java.util.UUID;

/**
 * The name of a key, the same at both ends: a UUID, not secret.
 *
 * @param uuid the UUID
 */
public record KeyId(UUID uuid) {
    /** The UUID in its canonical lower-case form. */
    @Override
    public String toString() {
        return uuid.toString();
    }
}
