package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub writes may be anything, and ends up in logs. */
class HubExceptionTest {
    private static String reason(String text) {
        return HubException.refused(400, ErrorDetails.NONE, "it refused: " + text)
                .getMessage();
    }

    @Test
    void aReasonIsTheTextAsItIs() {
        assertEquals("it refused: Schl\u00fcssel fehlt, 5 of 7", reason("Schl\u00fcssel fehlt, 5 of 7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\u2028", "\u2029", "\u0085", "\u001b[2J", "\u0000", "\u202e"})
    void itIsOneLineWithNothingInItThatATerminalObeys(String bad) {
        String reason = reason("no" + bad + "2026-11-25 SEVERE forged");
        assertTrue(reason.matches("it refused: no (\\[2J)?2026-11-25 SEVERE forged"), reason);
    }

    @Test
    void itIsNotLong() {
        assertEquals(303, reason("x".repeat(1_000_000)).length());
    }
}
