package org.dske.hub.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

class HubLifecycleTest {
    @Test
    void whatDidNotStartEndsWithoutMakingABean() {
        assertDoesNotThrow(() -> new HubLifecycle().stop("the end of the application"));
    }
}
