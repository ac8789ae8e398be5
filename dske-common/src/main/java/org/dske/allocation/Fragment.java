package org.dske.allocation;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.error.InvalidException;
import org.dske.key.Uuids;

/**
 * A run of bytes in a block: where they are, not what they are.
 *
 * @param blockUuid the block
 * @param start index of the first byte in the block, from 0
 * @param size number of bytes, at least 1
 */
public record Fragment(UUID blockUuid, int start, int size) {
    /** {@code UUID:START:SIZE}, decimal without sign or leading zeros, at most nine digits. */
    private static final Pattern TEXT = Pattern.compile("([^:]{36}):(0|[1-9][0-9]{0,8}):([1-9][0-9]{0,8})");

    public Fragment {
        if (start < 0 || size < 1 || start > Integer.MAX_VALUE - size) {
            throw new InvalidAllocationException("a fragment starts at 0 or more and has 1 byte or more");
        }
    }

    /** {@return the index behind the last byte, in the block} */
    public int end() {
        return start + size;
    }

    /**
     * Reads the text form, such as {@code 9ad7f620-5a0c-4979-8a2d-66142e06fd79:0:20}; anything else is an {@link
     * InvalidAllocationException}.
     */
    public static Fragment parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidAllocationException("a fragment is not of the form UUID:START:SIZE");
        }
        return new Fragment(
                parseUuid(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    }

    private static UUID parseUuid(String text) {
        try {
            return Uuids.parse("a fragment's block", text);
        } catch (InvalidException e) {
            throw new InvalidAllocationException(e.getMessage());
        }
    }

    boolean overlaps(Fragment other) {
        return blockUuid.equals(other.blockUuid) && start < other.end() && other.start < end();
    }

    /** The text form. */
    @Override
    public String toString() {
        return blockUuid + ":" + start + ":" + size;
    }
}
