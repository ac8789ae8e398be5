package org.dske.signature;

import java.util.Map;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A message that its signature does not fit, or that has none that could be checked. */
public final class InvalidSignatureException extends DskeException {
    public InvalidSignatureException(String message) {
        this(message, Map.of());
    }

    /** A message turned down, with {@linkplain DskeException#details() facts}. */
    public InvalidSignatureException(String message, Map<String, Object> details) {
        super(ErrorCode.NOT_AUTHENTICATED, message, details);
    }
}
