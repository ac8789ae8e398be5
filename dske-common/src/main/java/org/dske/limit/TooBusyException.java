package org.dske.limit;

import java.util.Locale;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** As many requests of a caller as may be are under way. It may try again when one of them has ended. */
public final class TooBusyException extends DskeException {
    /** How long to wait before the next try, in seconds, as {@code Retry-After} says it (RFC 9110, section 10.2.3). */
    public static final int RETRY_AFTER = 1;

    TooBusyException(Caller.Kind kind, int most) {
        super(
                ErrorCode.TOO_MANY,
                most + " requests of this " + kind.name().toLowerCase(Locale.ROOT)
                        + " are under way, and no more are served at a time");
    }
}
