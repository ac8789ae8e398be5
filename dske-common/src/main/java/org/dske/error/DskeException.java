package org.dske.error;

import java.util.Map;

/**
 * A failure that a peer may be told about: its message and details go into the JSON error body, so neither ever holds a
 * secret byte.
 */
public abstract class DskeException extends RuntimeException {
    private final ErrorCode code;
    private final transient Map<String, Object> details;

    protected DskeException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    protected DskeException(ErrorCode code, String message, Map<String, Object> details) {
        super(message);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    /** {@return what kind of failure it is} */
    public ErrorCode code() {
        return code;
    }

    /** {@return the facts behind the message, for programs: JSON member names with strings, numbers, lists and maps of them} */
    public Map<String, Object> details() {
        return details;
    }

    /** {@return the message, one sentence, which is never absent} */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
