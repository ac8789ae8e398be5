package org.dske.key;

import org.dske.error.InvalidException;

/**
 * The name of an encryptor (secure application entity, SAE): an opaque string that is not blank, of at most 255 characters,
 * without control characters, without half a surrogate pair, which no encoding can carry, and such that it can be a segment of a
 * path: servers refuse a backslash there, however it is encoded, and make another path of {@code .} and {@code ..}.
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
        if (name.codePoints().anyMatch(character -> Character.getType(character) == Character.SURROGATE)) {
            throw new InvalidException("an SAE ID is Unicode text: it has no half of a surrogate pair");
        }
        if (name.contains("\\") || name.equals(".") || name.equals("..")) {
            throw new InvalidException("an SAE ID must have no backslash, and be neither '.' nor '..'");
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
