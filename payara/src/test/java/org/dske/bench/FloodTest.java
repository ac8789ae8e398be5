package org.dske.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dske.error.InvalidException;
import org.dske.signature.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloodTest {
    private static final String BLOCK = UUID.randomUUID().toString();

    /** Otherwise a flood would be refused for its form, and measure that. */
    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "WRONG_TAG", "WRONG_TAG_POST", "WRONG_TAG_LARGE"})
    void theFloodsAreSignaturesByTheirForm(Flood flood) {
        String header = flood.signature(BLOCK).orElseThrow();
        assertEquals(header, Signature.parse(header).toString());
        assertEquals(flood.namesBytes(), header.startsWith(BLOCK));
    }

    @Test
    void theMalformedOneIsNone() {
        String header = Flood.MALFORMED.signature(BLOCK).orElseThrow();
        assertThrows(InvalidException.class, () -> Signature.parse(header));
        assertTrue(Flood.UNSIGNED.signature(BLOCK).isEmpty());
    }

    @Test
    void costsAreComparedWithinARoundAndNotAcrossRounds() {
        FloodCost cost = new FloodCost(
                "a kind",
                List.of(Duration.ofNanos(200_000), Duration.ofNanos(900_000), Duration.ofNanos(300_000)),
                List.of(Duration.ofNanos(100_000), Duration.ofNanos(600_000), Duration.ofNanos(300_000)));
        assertEquals(1.5, cost.ratio(), 1e-9);
        assertEquals("flood of a kind: 300 us of processor each, 1.50 times that of a 404", cost.line());
    }
}
