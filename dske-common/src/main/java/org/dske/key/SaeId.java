package org.dske.key;

import org.dske.error.InvalidException;

/**
 * The name of an encryptor (secure application entity, SAE): an opaque string that is not blank, of at most 255 characters,
 * without control characters.
 *
 * @param name the name
 */
public record SaeId(String name) implements Comparable<SaeId> {
    private static final int MAX_LENGTH = 255;

    public SaeId {
        if (name.isBlank()) {
            throw new InvalidException("an SAE ID must not be blank");
        }
        if (name.length() > MAX_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidException("an SAE ID has at most " + MAX_LENGTH + " characters and no control characters");
        }
    }

    @Override
    public int compareTo(SaeId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
