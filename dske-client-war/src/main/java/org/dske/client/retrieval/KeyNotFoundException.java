package org.dske.client.retrieval;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A key that no k hubs have for this slave: never established, expired, or delivered already. */
public final class KeyNotFoundException extends DskeException {
    /** A key that is not there. */
    public KeyNotFoundException() {
        super(ErrorCode.NOT_FOUND, "too few hubs have a share of one or more of the keys");
    }
}
