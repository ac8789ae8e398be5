package org.dske.client.establishment;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** Keys that were asked for in a mode of sharing that the hubs in use do not allow now. */
public final class SharingUnavailableException extends DskeException {
    /** A mode of sharing that is not to be had. */
    public SharingUnavailableException() {
        super(ErrorCode.INVALID_REQUEST, "keys cannot be shared in this mode now");
    }
}
