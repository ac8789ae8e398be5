package org.dske.random;

import org.dske.error.DskeException;
import org.dske.error.ErrorCode;

/** The random device that is to be used fails its tests, or is silent: nothing is made without it. It may work when it is asked again. */
public final class RandomnessException extends DskeException {
    RandomnessException(String message) {
        super(ErrorCode.UNAVAILABLE, message);
    }
}
