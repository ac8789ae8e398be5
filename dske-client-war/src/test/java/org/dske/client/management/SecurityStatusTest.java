package org.dske.client.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.SharingMode;
import org.junit.jupiter.api.Test;

class SecurityStatusTest {
    private static final int MAX_BODY = 1 << 20;

    @Test
    void theModeItsPromisesItsBoundsWhateverAnAttackerComputes() {
        NetworkSharing sharing = NetworkSharing.of(5, 3, new SecureRandom());
        assertEquals(
                new SecurityStatus(true, -122.0, -111.9), SecurityStatus.of(SharingMode.ITS, sharing, 32, MAX_BODY));
    }

    @Test
    void theModeClassicPromisesNoBoundOnForgeries() {
        NetworkSharing sharing = NetworkSharing.of(3, 2, new SecureRandom());
        assertEquals(
                new SecurityStatus(false, -30.4, null), SecurityStatus.of(SharingMode.CLASSIC, sharing, 32, MAX_BODY));
    }
}
