package org.dske.json;

import java.util.Optional;
import org.dske.error.DskeException;
import org.dske.protocol.ErrorMessage;

/** Reads the error bodies of other nodes, which may be anything, and for which nobody may vouch. Safe for concurrent use. */
public final class ErrorReader {
    /** The largest body of an error that is read, in bytes. Source: protocol, section 3. */
    public static final int MAX_SIZE = 8_192;

    /**
     * {@return the error; nothing if the body is larger than {@value #MAX_SIZE} bytes or of another form, which that of an
     * error may well be}
     */
    public Optional<ErrorMessage> read(byte[] body) {
        if (body.length > MAX_SIZE) {
            return Optional.empty();
        }
        try {
            // An error's details may be any JSON, and are read as deep as they go.
            return Optional.of(JsonMessages.read(body, ErrorMessage.class));
        } catch (DskeException e) {
            return Optional.empty();
        }
    }
}
