package org.dske.allocation;

import java.util.Map;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** An allocation that names bytes it cannot have: out of the block, used before, overlapping, or not as many as needed. */
public final class InvalidAllocationException extends DskeException {
    /** The member of the details of an error that says the {@link Reason}. */
    public static final String REASON = "reason";

    /** What is wrong with an allocation, as far as its sender can learn something from it. */
    public enum Reason {
        /** It is no allocation, or not one of this pool. */
        MALFORMED("malformed"),
        /** It names used bytes: who sent it may have forgotten that it has used them. */
        USED("used"),
        /** It skips more bytes than can have been lost. */
        FAR("far");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /** {@return the word for it in the details of an error} */
        public String wireName() {
            return wireName;
        }
    }

    public InvalidAllocationException(String message) {
        this(Reason.MALFORMED, message);
    }

    public InvalidAllocationException(Reason reason, String message) {
        super(
                ErrorCode.INVALID_REQUEST,
                message,
                reason == Reason.MALFORMED ? Map.of() : Map.of(REASON, reason.wireName()));
    }
}
