package org.dske.key;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Pattern;
import org.dske.error.InvalidException;

/** UUIDs (RFC 9562), the names of keys and of PSRD blocks. They are not secret. */
public final class Uuids {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Uuids() {}

    /** Reads a UUID in its canonical form of 36 characters; upper-case digits are accepted. The error has the name of the member. */
    public static UUID parse(String member, String text) {
        // UUID.fromString alone accepts "1-2-3-4-5".
        if (!CANONICAL.matcher(text).matches()) {
            throw new InvalidException(member + " is not a UUID");
        }
        return UUID.fromString(text);
    }

    /** Draws a random UUID (version 4). {@link UUID#randomUUID()} does the same with a source of its own. */
    public static UUID random(SecureRandom random) {
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
