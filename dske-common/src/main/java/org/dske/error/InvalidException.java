package org.dske.error;

/** A value that breaks the rules of its type: a message, a name, a number out of range. */
public final class InvalidException extends DskeException {
    /** A value turned down: the message says which, what is wrong with it and what is allowed. */
    public InvalidException(String message) {
        super(ErrorCode.INVALID_REQUEST, message);
    }
}
