package org.dske.client.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.dske.psrd.Origin;
import org.dske.sharing.SharingMode;
import org.junit.jupiter.api.Test;

class SecurityStatusTest {
    private static final int MAX_BODY = 1 << 20;

    private static SecurityStatus its(Optional<Origin> origin) {
        return SecurityStatus.of(SharingMode.ITS, 5, 3, 32, MAX_BODY, origin);
    }

    @Test
    void theModeItsPromisesItsBoundsWhateverAnAttackerComputesIfAllPsrdCameByCourier() {
        assertEquals(new SecurityStatus(true, "courier", -122.0, -111.9), its(Optional.of(Origin.COURIER)));
    }

    @Test
    void nothingIsUnconditionalWhereSomePsrdCameAnotherWayOrThereIsNone() {
        assertEquals(new SecurityStatus(false, "tls", -122.0, -111.9), its(Optional.of(Origin.TLS)));
        assertEquals(new SecurityStatus(false, "laboratory", -122.0, -111.9), its(Optional.of(Origin.LABORATORY)));
        assertEquals(new SecurityStatus(false, null, -122.0, -111.9), its(Optional.empty()));
    }

    @Test
    void theModeClassicPromisesNoBoundOnForgeries() {
        assertEquals(
                new SecurityStatus(false, "courier", -30.4, null),
                SecurityStatus.of(SharingMode.CLASSIC, 3, 2, 32, MAX_BODY, Optional.of(Origin.COURIER)));
    }
}
