package org.dske.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server's log takes. */
class BoundedHandlerTest {
    private static final int MOST_BYTES = 20_000;

    private final MutableClock clock = new MutableClock();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = System.err;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(console);
    }

    @Test
    void ofOneLoggerThereAreSoManyRecordsAMinuteAndThenItIsSaidHowManyThereWere() {
        BoundedHandler handler = handler();
        for (int i = 0; i < 1_000; i++) {
            handler.publish(line("noisy", "malformed " + i));
        }
        handler.publish(line("quiet", "something else"));
        assertEquals(200, lines("malformed"));
        assertEquals(1, lines("something else"));
        clock.advance(Duration.ofMinutes(1));
        handler.publish(line("noisy", "malformed again"));
        assertEquals(201, lines("malformed"));
        assertEquals(1, lines("800 records were held back"));
    }

    @Test
    void aLogThatIsFullBeginsAnewAndNoMoreThanOneOlderIsKept() throws IOException {
        Path log = directory.resolve("node.log");
        BoundedHandler handler = handler();
        for (int round = 0; round < 5; round++) {
            // What the server has printed to the same file.
            Files.writeString(
                    log, round + "x".repeat(MOST_BYTES), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            handler.publish(line("somebody", "a line"));
            assertEquals(0, Files.size(log));
            assertTrue(Files.readString(directory.resolve("node.log.1")).startsWith(round + "x"));
        }
        try (var files = Files.list(directory)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void whatIsNotInAFileOfThatNameIsLeftAlone() {
        handler().publish(line("somebody", "a line"));
        assertFalse(Files.exists(directory.resolve("node.log.1")));
    }

    private BoundedHandler handler() {
        BoundedHandler handler = new BoundedHandler(directory, clock, MOST_BYTES);
        handler.setLevel(Level.ALL);
        return handler;
    }

    private static LogRecord line(String logger, String text) {
        LogRecord line = new LogRecord(Level.WARNING, text);
        line.setLoggerName(logger);
        return line;
    }

    private long lines(String part) {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(part))
                .count();
    }
}
