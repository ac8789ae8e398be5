package org.dske.signature;

import java.util.Base64;
import org.dske.allocation.Allocation;
import org.dske.allocation.InvalidAllocationException;
import org.dske.error.InvalidException;

/**
 * The value of a {@code DSKE-Signature} header: {@code <allocation>;<base64 tag>}. Another implementation writes {@code %}
 * in place of the {@code ;}, which is accepted, and answered alike. Source: protocol, section 4.
 *
 * @param allocation the PSRD bytes that are the signing key, {@value SigningKey#SIZE} of them
 * @param tag the tag, 16 to 64 bytes
 * @param separator {@code ;} or {@code %}
 */
public record Signature(Allocation allocation, byte[] tag, char separator) {
    /** The name of the header. */
    public static final String HEADER = "DSKE-Signature";

    /** The separator of the developer guide. */
    public static final char SEMICOLON = ';';

    private static final char PERCENT = '%';
    private static final int MIN_TAG = 16;
    private static final int MAX_TAG = 64;

    /** The longest text that can be a tag, in characters. */
    private static final int MAX_TAG_TEXT = 88;

    public Signature {
        if (allocation.size() != SigningKey.SIZE) {
            throw malformed("its signing key has " + allocation.size() + " bytes, not " + SigningKey.SIZE);
        }
        if (tag.length < MIN_TAG || tag.length > MAX_TAG) {
            throw malformed("its tag has " + tag.length + " bytes, not " + MIN_TAG + " to " + MAX_TAG);
        }
        if (separator != SEMICOLON && separator != PERCENT) {
            throw malformed("its separator is neither " + SEMICOLON + " nor " + PERCENT);
        }
    }

    /**
     * Reads a header's value, strictly: there is one text for a signature (but for upper-case digits of a UUID), with a single
     * separator, padded base64 and no blanks.
     */
    public static Signature parse(String header) {
        int separator = Math.max(header.indexOf(SEMICOLON), header.indexOf(PERCENT));
        if (separator < 0) {
            throw malformed("it has no separator");
        }
        return new Signature(
                parseAllocation(header.substring(0, separator)),
                parseTag(header.substring(separator + 1)),
                header.charAt(separator));
    }

    private static Allocation parseAllocation(String text) {
        try {
            return Allocation.parse(text);
        } catch (InvalidAllocationException e) {
            throw malformed(e.getMessage());
        }
    }

    private static byte[] parseTag(String text) {
        if (text.length() > MAX_TAG_TEXT) {
            throw malformed("its tag has more than " + MAX_TAG + " bytes");
        }
        byte[] tag;
        try {
            tag = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed("its tag is not base64");
        }
        // The decoder takes base64 without padding and with bits behind the end; a tag is public, so a plain comparison
        // does.
        if (!Base64.getEncoder().encodeToString(tag).equals(text)) {
            throw malformed("its tag is not canonical base64 with padding");
        }
        return tag;
    }

    private static InvalidException malformed(String why) {
        return new InvalidException("malformed " + HEADER + ": " + why);
    }

    /** The header's value. */
    @Override
    public String toString() {
        return allocation.toString() + separator + Base64.getEncoder().encodeToString(tag);
    }
}
