package org.dske.psrd;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** An allocation that names bytes it cannot have: out of the block, used before, overlapping, or not as many as needed. */
public final class InvalidAllocationException extends DskeException {
    /**
     * An allocation turned down.
     *
     * @param message what is wrong with it
     */
    public InvalidAllocationException(String message) {
        super(ErrorCode.INVALID_REQUEST, message);
    }
}
