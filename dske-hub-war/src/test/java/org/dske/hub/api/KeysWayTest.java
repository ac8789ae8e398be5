package org.dske.hub.api;

import org.dske.architecture.ArchitectureRules;
import org.dske.architecture.KeysWay;
import org.junit.jupiter.api.Test;

/** What the developer guide says of a key's way through a hub is what the code does. */
class KeysWayTest {
    @Test
    void eachStepOfAKeysWayIsCalledByOneAboveIt() {
        KeysWay.check("Hub", ArchitectureRules.mainClasses());
    }
}
