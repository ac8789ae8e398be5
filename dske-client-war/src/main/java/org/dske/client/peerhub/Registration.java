package org.dske.client.peerhub;

import java.util.List;
import org.dske.signature.SignatureSuite;
import org.jspecify.annotations.Nullable;

/**
 * What came of a registration that the hub has answered.
 *
 * @param offered the suites that the client offered, the best one first
 * @param suite the one that the hub picked, for all exchanges until the next registration; null if it is none of them
 * @param memoryWasLost whether the hub has lost its memory: it held none of the client's blocks, though there were some
 */
record Registration(List<String> offered, @Nullable SignatureSuite suite, boolean memoryWasLost) {
    /**
     * Checks that the client and the hub have a suite in common.
     *
     * @throws HubException if not: then there are no exchanges
     */
    void requireSuite() {
        if (suite == null) {
            throw HubException.of(
                    HubException.Kind.NO_ANSWER,
                    "it speaks none of the suites that are accepted here: " + String.join(", ", offered));
        }
    }
}
