package org.dske.client.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dske.sharing.SharingMode;
import org.junit.jupiter.api.Test;

class SecurityStatusTest {
    private static final int MAX_BODY = 1 << 20;

    @Test
    void theModeItsPromisesItsBoundsWhateverAnAttackerComputes() {
        assertEquals(new SecurityStatus(true, -122.0, -111.9), SecurityStatus.of(SharingMode.ITS, 5, 3, 32, MAX_BODY));
    }

    @Test
    void theModeClassicPromisesNoBoundOnForgeries() {
        assertEquals(
                new SecurityStatus(false, -30.4, null), SecurityStatus.of(SharingMode.CLASSIC, 3, 2, 32, MAX_BODY));
    }
}
