package org.dske.client.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

class ClientLifecycleTest {
    @Test
    void whatDidNotStartEndsWithoutMakingABean() {
        assertDoesNotThrow(() -> new ClientLifecycle().stop("the end of the application"));
    }
}
