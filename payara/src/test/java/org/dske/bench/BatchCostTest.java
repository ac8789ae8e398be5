package org.dske.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCostTest {
    private final BatchCost one = new BatchCost(1, List.of(0.02, 0.04, 0.01));
    private final BatchCost many = new BatchCost(128, List.of(0.002, 0.001, 0.002));

    @Test
    void theRateIsThatOfTheRoundInTheMiddle() {
        assertEquals(50, one.keysASecond(), 1e-9);
        assertEquals(500, many.keysASecond(), 1e-9);
    }

    @Test
    void costsAreComparedWithinARoundAndNotAcrossRounds() {
        assertEquals(0.1, many.fractionOf(one), 1e-9);
        assertEquals(1, one.fractionOf(one), 1e-9);
    }

    @Test
    void theLineSaysHowManyKeysASecondAndAtWhatCost() {
        assertEquals("128 at a time: 500.0 keys/s, a key costs 0.100 of one at 1", many.line(one));
    }
}
