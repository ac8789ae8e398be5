package org.dske.client.relay;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A key that no k hubs have for this slave: never established, expired, or delivered already. */
public final class KeyNotFoundException extends DskeException {
    /** A key that is not there. */
    public KeyNotFoundException() {
        // The sentence of ETSI GS QKD 014, clause 6.5.
        super(ErrorCode.INVALID_REQUEST, "one or more keys specified are not found on KME");
    }
}
