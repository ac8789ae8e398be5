package org.dske.client.transport;

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
    private static final ErrorReader ERRORS = new ErrorReader();

    /** Whether a status says that all is well. */
    static boolean isSuccess(int status) {
        return status >= FIRST_SUCCESS && status < BEHIND_SUCCESS;
    }

    /**
     * Whether the hub did what it was asked for, as it says.
     *
     * @return whether the status says so
     */
    public boolean isSuccess() {
        return isSuccess(status);
    }

    /**
     * The body of an error. Some implementations have errors of another form, or none: of these the status says what is to be known.
     *
     * @return what it says
     */
    public ErrorMessage error() {
        return ERRORS.read(body).orElseGet(() -> new ErrorMessage("status " + status, null));
    }
}
