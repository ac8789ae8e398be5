package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.dske.client.relay.NotAuthorisedException;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final SaeId SAM = new SaeId("sam");
    private final Callers two = new Callers(Set.of(SAM, new SaeId("serena")), false);
    private final Callers one = new Callers(Set.of(SAM), false);

    @Test
    void theHeaderSaysWhoCalls() {
        assertEquals(SAM, two.identify("sam"));
        assertEquals(SAM, two.identify("  sam "));
        assertEquals(SAM, one.identify("sam"));
    }

    @Test
    void theOnlyEncryptorNeedNotSay() {
        assertEquals(SAM, one.identify(null));
        assertEquals(SAM, one.identify(" "));
    }

    @Test
    void oneOfSeveralMustSay() {
        assertEquals(
                "Missing Authorization header",
                assertThrows(InvalidException.class, () -> two.identify(null)).getMessage());
        assertThrows(InvalidException.class, () -> new Callers(Set.of(), false).identify(null));
    }

    @Test
    void strangersAreTurnedDownWhateverTheyCallThemselves() {
        for (String stranger : new String[] {"sofia", "SAM", "sam,serena", "x".repeat(1_000), "a\tb", "Basic c2Ft"}) {
            assertThrows(NotAuthorisedException.class, () -> two.identify(stranger), stranger);
            assertThrows(NotAuthorisedException.class, () -> one.identify(stranger), stranger);
        }
    }

    @Test
    void theOtherEndIsSomebodyElse() {
        assertEquals(new SaeId("sofia"), two.other(SAM, "sofia"));
        assertThrows(InvalidException.class, () -> two.other(SAM, "sam"));
        assertThrows(InvalidException.class, () -> two.other(SAM, " "));
        assertEquals(SAM, new Callers(Set.of(SAM), true).other(SAM, "sam"));
    }
}
