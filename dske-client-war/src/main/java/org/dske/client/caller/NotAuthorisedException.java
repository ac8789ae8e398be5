package org.dske.client.caller;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** An encryptor that asks for what is not its own. Source: ETSI GS QKD 014, clause 6.5. */
public final class NotAuthorisedException extends DskeException {
    /** An encryptor turned down. */
    public NotAuthorisedException(String what) {
        super(ErrorCode.NOT_AUTHENTICATED, "SAE is not authorised " + what);
    }
}
