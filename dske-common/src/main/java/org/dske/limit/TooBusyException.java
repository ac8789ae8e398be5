package org.dske.limit;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** As much of a caller as may be is under way. It may try again when some of it has ended. */
public final class TooBusyException extends DskeException {
    /** How long to wait before the next try, in seconds, as {@code Retry-After} says it (RFC 9110, section 10.2.3). */
    public static final int RETRY_AFTER = 1;

    TooBusyException(String message) {
        super(ErrorCode.TOO_MANY, message);
    }
}
