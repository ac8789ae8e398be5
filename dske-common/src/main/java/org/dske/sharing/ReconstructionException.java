package org.dske.sharing;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** Shares that do not give a secret back: too few, not of one size, or not of one secret. */
public final class ReconstructionException extends DskeException {
    public ReconstructionException(String message) {
        super(ErrorCode.UNAVAILABLE, message);
    }
}
