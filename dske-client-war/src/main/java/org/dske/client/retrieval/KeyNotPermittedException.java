package org.dske.client.retrieval;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A key that is for other encryptors than the one that asks for it, as so many hubs say that the others are too few. */
public final class KeyNotPermittedException extends DskeException {
    /** A key that is refused. */
    public KeyNotPermittedException() {
        super(ErrorCode.NOT_PERMITTED, "one or more of the keys are not for this encryptor");
    }
}
