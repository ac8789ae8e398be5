package org.dske.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @AfterEach
    void clear() {
        System.clearProperty(Terminal.PROPERTY);
    }

    @Test
    void coloursAreForTerminalsThatAreToHaveThem() {
        assertEquals(new Terminal(false, false), Terminal.of(Map.of("TERM", "xterm")));
        System.setProperty(Terminal.PROPERTY, "true");
        assertEquals(new Terminal(true, true), Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "")));
        assertEquals(new Terminal(true, false), Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1")));
        assertEquals(new Terminal(true, false), Terminal.of(Map.of("TERM", "dumb")));
    }

    @Test
    void coloursTakeNoRoomInATable() {
        assertEquals(
                "\u001B[32ma\u001B[39m     b\nlong  b",
                Table.of(List.of(List.of("\u001B[32ma\u001B[39m", "b"), List.of("long", "b"))));
    }
}
