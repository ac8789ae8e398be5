package org.dske.error;

import java.util.Map;

/**
 * A failure that a peer may be told about: its message and details go into the JSON error body, so neither ever holds a
 * secret byte.
 */
public abstract class DskeException extends RuntimeException {
    private final ErrorCode code;

    /**
     * A failure.
     *
     * @param code what kind it is
     * @param message one sentence for the peer
     */
    protected DskeException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * What kind of failure it is.
     *
     * @return the code
     */
    public ErrorCode code() {
        return code;
    }

    /**
     * The facts behind the message, for programs.
     *
     * @return JSON member names and their values: strings, numbers, lists and maps of them; empty if there are none
     */
    public Map<String, Object> details() {
        return Map.of();
    }

    /**
     * The message, which is never absent.
     *
     * @return one sentence
     */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
