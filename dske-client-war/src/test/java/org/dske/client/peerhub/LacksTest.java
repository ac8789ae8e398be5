package org.dske.client.peerhub;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LacksTest {
    private final AtomicLong registrations = new AtomicLong(1);
    private final Lacks lacks = new Lacks(registrations::get);

    @Test
    void aHubHasWhatItDidNotDeny() {
        lacks.note("key-shares", lacks.now());
        assertFalse(lacks.includes("encryptors"));
    }

    @Test
    void aHubIsBelievedUntilTheClientRegistersAnew() {
        lacks.note("key-shares", lacks.now());
        assertTrue(lacks.includes("key-shares"));
        registrations.incrementAndGet();
        assertFalse(lacks.includes("key-shares"));
    }

    @Test
    void anAnswerFromBeforeARegistrationSaysNothingOfTheHubBehindIt() {
        long asked = lacks.now();
        registrations.incrementAndGet();
        lacks.note("key-shares", asked);
        assertFalse(lacks.includes("key-shares"));
    }
}
