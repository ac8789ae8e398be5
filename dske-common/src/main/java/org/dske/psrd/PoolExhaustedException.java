package org.dske.psrd;

import java.util.Map;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** A pool with too few bytes left, and no refill came in time. Nothing was taken. */
public final class PoolExhaustedException extends DskeException {
    public PoolExhaustedException(String pool, int wanted, long left) {
        super(
                ErrorCode.UNAVAILABLE,
                "PSRD pool " + pool + " has run dry: " + wanted + " bytes wanted, " + left + " bytes left",
                Map.of("pool", pool, "wanted", wanted, "left", left));
    }
}
