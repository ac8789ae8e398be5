package org.dske.client.etsi014;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** An encryptor that asks for what is not its own. Source: ETSI GS QKD 014, clause 6.5. */
final class NotAuthorisedException extends DskeException {
    /**
     * An encryptor turned down.
     *
     * @param what what it may not do
     */
    NotAuthorisedException(String what) {
        super(ErrorCode.NOT_AUTHENTICATED, "SAE is not authorised " + what);
    }
}
