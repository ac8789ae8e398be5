package org.dske.http;

import java.io.IOException;
import java.io.InputStream;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/** Reads the bodies of messages, up to a limit. */
public final class Body {
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
        byte[] bytes = stream.readNBytes(limit);
        if (bytes.length == limit && stream.read() >= 0) {
            throw new RequestException(ErrorCode.TOO_LARGE, "the body has more than " + limit + " bytes");
        }
        return bytes;
    }
}
