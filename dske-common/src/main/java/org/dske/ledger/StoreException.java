package org.dske.ledger;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The store did not do what it was asked for: the disk is full, the database is away. Nothing of it has happened, and it may work when
 * it is asked again.
 */
public final class StoreException extends DskeException {
    public StoreException(String message, @Nullable Throwable cause) {
        super(ErrorCode.UNAVAILABLE, message);
        initCause(cause);
    }
}
