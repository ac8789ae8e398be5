package org.dske.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of messages, up to a limit. */
public final class Body {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

    private Body() {}

    /** {@return the exact bytes of a body, to its end; 413 if there are more than the limit} */
    public static byte[] read(InputStream stream, int limit) throws IOException {
        return read(stream, null, limit);
    }

    /**
     * The exact bytes of a body, to its end; 413 if there are more than the limit. A body that is announced as larger, in the
     * value of {@code Content-Length}, is not read at all.
     */
    public static byte[] read(InputStream stream, @Nullable String announced, int limit) throws IOException {
        if (announced != null && exceeds(announced, limit)) {
            throw tooLarge(limit);
        }
        byte[] bytes = stream.readNBytes(limit);
        if (bytes.length == limit && stream.read() >= 0) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    /** Fails with 413 if a body has more bytes than the limit. */
    public static void requireAtMost(int limit, long size) {
        if (size > limit) {
            throw tooLarge(limit);
        }
    }

    private static boolean exceeds(String announced, int limit) {
        return WHOLE_NUMBER.matcher(announced).matches() && Long.parseLong(announced) > limit;
    }

    private static RequestException tooLarge(int limit) {
        return new RequestException(ErrorCode.TOO_LARGE, "the body has more than " + limit + " bytes");
    }
}
