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

    /**
     * Reads a body to its end.
     *
     * @param stream the body
     * @param limit the most bytes that are read
     * @return the exact bytes
     * @throws RequestException if there are more
     * @throws IOException if the connection breaks
     */
    public static byte[] read(InputStream stream, int limit) throws IOException {
        return read(stream, null, limit);
    }

    /**
     * Reads a body to its end, unless it is announced as too large.
     *
     * @param stream the body
     * @param announced the value of the header {@code Content-Length}, null if there is none: a body that is announced as
     *     too large is not read at all
     * @param limit the most bytes that are read
     * @return the exact bytes
     * @throws RequestException if there are more
     * @throws IOException if the connection breaks
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

    /**
     * Checks the size of a body.
     *
     * @param limit the most bytes that it may have
     * @param size how many it has
     * @throws RequestException if that is more
     */
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
