package org.dske.psrd;

import java.util.Map;
import java.util.UUID;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A block that the pool does not hold: never got, given up, or lost with the memory of a node that was restarted. */
public final class UnknownBlockException extends DskeException {
    public UnknownBlockException(UUID blockUuid) {
        super(ErrorCode.INVALID_REQUEST, "unknown PSRD block " + blockUuid, Map.of("block_uuid", blockUuid.toString()));
    }
}
