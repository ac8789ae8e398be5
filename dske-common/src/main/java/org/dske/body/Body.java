package org.dske.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of messages, up to a limit, and writes large ones. */
public final class Body {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

    private static final int PIECE = 8_192;

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

    /** Writes a large body, of which the server would else make a copy as a whole, for as long as who asked for it does not read. */
    public static void writeInPieces(byte[] body, OutputStream stream) throws IOException {
        for (int from = 0; from < body.length; from += PIECE) {
            stream.write(body, from, Math.min(PIECE, body.length - from));
        }
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
