package org.dske.client.relay;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** An encryptor that asks for what is not its own. */
public final class NotAuthorisedException extends DskeException {
    /**
     * An encryptor turned down.
     *
     * @param what what it may not do
     */
    public NotAuthorisedException(String what) {
        super(ErrorCode.NOT_AUTHENTICATED, "SAE is not authorised " + what);
    }
}
