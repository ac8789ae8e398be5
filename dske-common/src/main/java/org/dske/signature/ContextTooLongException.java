package org.dske.signature;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A message that is not to be signed in the suite {@code its}: its names, path and query are too long. Source: protocol, section 4. */
public final class ContextTooLongException extends DskeException {
    ContextTooLongException(int size) {
        super(
                ErrorCode.INVALID_REQUEST,
                "what is signed beside the body has " + size + " bytes, and at most " + ItsSuite.MAX_CONTEXT
                        + " are allowed: names too long for a query go into the body of a POST");
    }
}
