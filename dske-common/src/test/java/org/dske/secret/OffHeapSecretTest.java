package org.dske.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OffHeapSecretTest {
    private static final byte[] BYTES = {1, -2, 3};

    @Test
    void itHasWhatItWasMadeOfWhichIsWiped() {
        byte[] given = BYTES.clone();
        OffHeapSecret secret = OffHeapSecret.of(SecretBytes.owning(given));
        assertArrayEquals(new byte[BYTES.length], given);
        try (SecretBytes copy = secret.copy()) {
            assertArrayEquals(BYTES, copy.expose());
        }
    }

    @Test
    void aCopyThatIsClosedTakesNothingFromIt() {
        OffHeapSecret secret = OffHeapSecret.of(SecretBytes.copyOf(BYTES));
        secret.copy().close();
        assertEquals(SecretBytes.copyOf(BYTES), secret.copy());
    }

    @Test
    void itShowsItsSizeAlone() {
        assertEquals(
                "OffHeapSecret[3 bytes]",
                OffHeapSecret.of(SecretBytes.copyOf(BYTES)).toString());
    }
}
