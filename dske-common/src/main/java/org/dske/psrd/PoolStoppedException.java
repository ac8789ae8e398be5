package org.dske.psrd;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A pool of which nothing is used until a registration has settled which of its bytes are used. Nothing was taken. */
public final class PoolStoppedException extends DskeException {
    public PoolStoppedException(String pool) {
        super(
                ErrorCode.UNAVAILABLE,
                "PSRD pool " + pool + " is stopped until a registration has settled which of its bytes are used");
    }
}
