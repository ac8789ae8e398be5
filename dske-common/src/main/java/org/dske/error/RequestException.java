package org.dske.error;

import java.util.Map;

/** A request that is turned down for a reason that needs no type of its own. */
public final class RequestException extends DskeException {
    public RequestException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** A request turned down, with {@linkplain DskeException#details() facts}. */
    public RequestException(ErrorCode code, String message, Map<String, Object> details) {
        super(code, message, details);
    }
}
