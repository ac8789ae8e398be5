package org.dske.client.transport;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.dske.error.ErrorCode;
import org.dske.json.ErrorReader;
import org.dske.json.JsonMessages;
import org.dske.protocol.ErrorMessage;
import org.dske.psrd.UnknownBlockException;

/**
 * What came back over HTTP.
 *
 * @param status the HTTP status code
 * @param signature the value of {@code DSKE-Signature}; empty if there is none
 * @param body the exact bytes of the entity; empty if there is none, or it is that of an unsigned error and too long
 */
public record HttpReply(int status, String signature, byte[] body) {
    /** The status that says that all is well. */
    public static final int OK = 200;

    private static final int FIRST_SUCCESS = OK;
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

    /**
     * Whether the hub did what it was asked for, as it has said, signed.
     *
     * @return this
     * @throws HubException if the status says that it did not
     */
    public HttpReply requireSuccess() {
        if (isSuccess()) {
            return this;
        }
        ErrorMessage error = error();
        ErrorDetails details = new ErrorDetails(error.details());
        String reason = "it refused: " + error.message();
        if (status == ErrorCode.INVALID_REQUEST.httpStatus() && details.saysUsed()) {
            throw HubException.of(HubException.Kind.USED, reason);
        }
        throw status == ErrorCode.UNAVAILABLE.httpStatus()
                ? HubException.of(HubException.Kind.DRY, details, reason)
                : HubException.refused(status, details, reason);
    }

    /**
     * Makes sense of what the hub has answered, signed: if there is none in it, that is the hub's own doing.
     *
     * @param type a record of {@code org.dske.protocol}
     * @param reading makes sense of the record
     * @return what it makes of it
     * @throws HubException if there is no sense in it, or the hub did not do what it was asked for
     * @throws UnknownBlockException if a block that it names is not here
     */
    public <A, T> T read(Class<A> type, Function<A, T> reading) {
        requireSuccess();
        try {
            return reading.apply(JsonMessages.read(body, type));
        } catch (HubException | UnknownBlockException e) {
            // Who reads has judged it already; or the two are out of step, as after a restart.
            throw e;
        } catch (RuntimeException | Error e) {
            throw HubException.of(
                    HubException.Kind.INVALID_RESPONSE, HubException.explain(e).getMessage());
        }
    }
}
