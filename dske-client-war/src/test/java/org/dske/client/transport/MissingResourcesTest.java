package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MissingResourcesTest {
    private final AtomicLong registrations = new AtomicLong(1);
    private final MissingResources missing = new MissingResources(registrations::get);

    @Test
    void aHubHasWhatItDidNotDeny() {
        missing.note("key-shares", missing.now());
        assertFalse(missing.includes("encryptors"));
    }

    @Test
    void aHubIsBelievedUntilTheClientRegistersAnew() {
        missing.note("key-shares", missing.now());
        assertTrue(missing.includes("key-shares"));
        registrations.incrementAndGet();
        assertFalse(missing.includes("key-shares"));
    }

    @Test
    void anAnswerFromBeforeARegistrationSaysNothingOfTheHubBehindIt() {
        long asked = missing.now();
        registrations.incrementAndGet();
        missing.note("key-shares", asked);
        assertFalse(missing.includes("key-shares"));
    }
}
