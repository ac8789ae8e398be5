package org.dske.signature;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A message that its signature does not fit, or that has none that could be checked. */
public final class InvalidSignatureException extends DskeException {
    /**
     * A message turned down.
     *
     * @param message why
     */
    public InvalidSignatureException(String message) {
        super(ErrorCode.NOT_AUTHENTICATED, message);
    }
}
