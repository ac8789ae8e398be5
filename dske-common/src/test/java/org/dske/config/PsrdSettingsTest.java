package org.dske.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.dske.key.NodeName;
import org.junit.jupiter.api.Test;

class PsrdSettingsTest {
    private static PsrdSettings settings(Map<String, String> properties) {
        return PsrdSettings.of(new Settings(new NodeName("carol"), properties));
    }

    @Test
    void theDefaultsAreThoseOfARealNetwork() {
        assertEquals(new PsrdSettings(1_048_576, 262_144, Duration.ofSeconds(2), 1_048_576), settings(Map.of()));
    }

    @Test
    void theDemonstrationHasTheSmallFiguresOfTheGuide() {
        PsrdSettings demonstration = settings(Map.of("dske.psrd.demonstration", "true"));
        assertEquals(new PsrdSettings(2_000, 500, Duration.ofSeconds(2), 1_048_576), demonstration);
    }

    @Test
    void whatIsSetWinsOverTheDemonstration() {
        assertEquals(
                new PsrdSettings(4_000, 700, Duration.ofMillis(100), 1_048_576),
                settings(Map.of(
                        "dske.psrd.demonstration", "true",
                        "dske.carol.psrd.block-size", "4000",
                        "dske.psrd.refill-below", "700",
                        "dske.psrd.wait", "100ms")));
    }

    @Test
    void aPoolIsRefilledBelowAQuarterOfABlockUnlessSet() {
        assertEquals(1_000, settings(Map.of("dske.psrd.block-size", "4000")).refillBelow());
        assertEquals(0, settings(Map.of("dske.psrd.refill-below", "0")).refillBelow());
        assertEquals(
                64,
                settings(Map.of("dske.psrd.demonstration", "true", "dske.psrd.block-size", "64"))
                        .refillBelow());
    }

    @Test
    void aThresholdAboveTheBlockSizeIsRefusedByTheKeyThatSetIt() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> settings(Map.of("dske.psrd.block-size", "1000", "dske.carol.psrd.refill-below", "1001")));
        assertEquals(
                "dske.carol.psrd.refill-below = '1001' is not allowed: allowed is at most the block size, 1000",
                e.getMessage());
    }
}
