package org.dske.client.transport;

import java.nio.charset.StandardCharsets;
import org.dske.json.ErrorReader;
import org.dske.protocol.ErrorMessage;

/**
 * What came back over HTTP.
 *
 * @param status the HTTP status code
 * @param signature the value of {@code DSKE-Signature}; empty if there is none
 * @param body the exact bytes of the entity; empty if there is none, or it is that of an unsigned error and too long
 */
public record HttpReply(int status, String signature, byte[] body) {
    private static final int FIRST_SUCCESS = 200;
    private static final int BEHIND_SUCCESS = 300;
    private static final int MAX_FOREIGN_TEXT = 300;
    private static final ErrorReader ERRORS = new ErrorReader();

    /** Whether a status says that all is well. */
    static boolean isSuccess(int status) {
        return status >= FIRST_SUCCESS && status < BEHIND_SUCCESS;
    }

    /** Whether the hub did what it was asked for, as the status says. */
    public boolean isSuccess() {
        return isSuccess(status);
    }

    /**
     * The body of an error. Some implementations have errors of another form: these are shown as text, on one line. Where there is
     * none, the status says what is to be known.
     */
    public ErrorMessage error() {
        return ERRORS.read(body).orElseGet(() -> new ErrorMessage(text(), null));
    }

    private String text() {
        String text = new String(body, 0, Math.min(body.length, MAX_FOREIGN_TEXT), StandardCharsets.UTF_8)
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return text.isEmpty() ? "status " + status : text;
    }
}
