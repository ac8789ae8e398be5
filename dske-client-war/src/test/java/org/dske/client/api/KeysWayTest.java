package org.dske.client.api;

import org.dske.architecture.ArchitectureRules;
import org.dske.architecture.KeysWay;
import org.junit.jupiter.api.Test;

/** What the developer guide says of a key's way through a client is what the code does. */
class KeysWayTest {
    @Test
    void eachStepOfAKeysWayIsCalledByOneAboveIt() {
        KeysWay.check("Client", ArchitectureRules.mainClasses());
    }
}
