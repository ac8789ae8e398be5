package org.dske.client.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.dske.ledger.Origin;
import org.dske.sharing.SharingMode;
import org.junit.jupiter.api.Test;

class SecurityStatusTest {
    private static final int MAX_BODY = 1 << 20;
    private static final Map<String, Double> BY_BODY =
            Map.of("0", -122.0, "1024", -121.0, "65536", -115.9, "1048576", -111.9);

    private static SecurityStatus its(Optional<Origin> origin) {
        return SecurityStatus.of(SharingMode.ITS, 5, 3, 32, MAX_BODY, 0, origin);
    }

    @Test
    void theModeItsPromisesItsBoundsWhateverAnAttackerComputesIfAllPsrdCameByCourier() {
        assertEquals(new SecurityStatus(true, "courier", -122.0, -111.9, BY_BODY), its(Optional.of(Origin.COURIER)));
        assertEquals(
                new SecurityStatus(true, "courier", -122.0, -120.0, Map.of("0", -122.0, "1024", -121.0)),
                SecurityStatus.of(SharingMode.ITS, 5, 3, 32, 3_072, 0, Optional.of(Origin.COURIER)));
    }

    @Test
    void nothingIsUnconditionalWhereSomePsrdCameAnotherWayOrThereIsNone() {
        assertEquals(new SecurityStatus(false, "tls", -122.0, -111.9, BY_BODY), its(Optional.of(Origin.TLS)));
        assertEquals(
                new SecurityStatus(false, "laboratory", -122.0, -111.9, BY_BODY), its(Optional.of(Origin.LABORATORY)));
        assertEquals(new SecurityStatus(false, null, -122.0, -111.9, BY_BODY), its(Optional.empty()));
    }

    @Test
    void theModeClassicPromisesNoBoundOnForgeries() {
        assertEquals(
                new SecurityStatus(false, "courier", -30.4, null, null),
                SecurityStatus.of(SharingMode.CLASSIC, 3, 2, 32, MAX_BODY, 3, Optional.of(Origin.COURIER)));
    }

    /** Who breaks that suite may lie in the name of such a hub, beside k-1 others. */
    @Test
    void aHubThatMaySpeakClassicLeavesNothingUnconditional() {
        assertEquals(
                new SecurityStatus(false, "courier", -122.0, null, null),
                SecurityStatus.of(SharingMode.ITS, 5, 3, 32, MAX_BODY, 1, Optional.of(Origin.COURIER)));
    }
}
