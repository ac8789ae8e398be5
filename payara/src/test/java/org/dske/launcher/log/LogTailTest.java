package org.dske.launcher.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.dske.launcher.LauncherException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Path log;

    @BeforeEach
    void name() {
        log = directory.resolve("node.log");
    }

    private void append(String text) throws Exception {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void theLastLinesAreShown() throws Exception {
        append("one\ntwo\nthree\nfo");
        try (LogTail tail = new LogTail(log)) {
            assertEquals(List.of("two", "three"), tail.last(2, false));
            append("ur\n");
            assertEquals(List.of("four"), tail.next());
        }
        append("fi");
        try (LogTail tail = new LogTail(log)) {
            assertEquals(List.of("four", "fi"), tail.last(2, true));
        }
        try (LogTail tail = new LogTail(log)) {
            assertEquals(List.of("one", "two", "three", "four"), tail.last(9, false));
        }
        try (LogTail tail = new LogTail(log)) {
            assertEquals(List.of(), tail.last(0, true));
        }
    }

    @Test
    void whatIsAddedComesWhenItsLineHasEnded() throws Exception {
        append("one\n");
        try (LogTail tail = new LogTail(log)) {
            assertEquals(List.of("one"), tail.last(5, false));
            assertEquals(List.of(), tail.next());
            byte[] umlaut = "zwölf\n".getBytes(StandardCharsets.UTF_8);
            Files.write(log, List.of(), StandardOpenOption.APPEND);
            // In the middle of a character.
            write(umlaut, 0, 3);
            assertEquals(List.of(), tail.next());
            write(umlaut, 3, umlaut.length);
            assertEquals(List.of("zwölf"), tail.next());
        }
    }

    @Test
    void whatIsThereCanBeLeftOut() throws Exception {
        append("one\ntwo\n");
        try (LogTail tail = new LogTail(log)) {
            tail.toEnd();
            assertEquals(List.of(), tail.next());
            append("three\n");
            assertEquals(List.of("three"), tail.next());
        }
    }

    private void write(byte[] bytes, int from, int to) throws Exception {
        Files.write(log, Arrays.copyOfRange(bytes, from, to), StandardOpenOption.APPEND);
    }

    @Test
    void aNodeThatIsStartedAgainIsFollowed() throws Exception {
        append("one\n");
        try (LogTail tail = new LogTail(log)) {
            assertEquals(List.of("one"), tail.last(5, false));
            append("last words\n");
            Files.move(log, directory.resolve("node.log.1"));
            assertEquals(List.of("last words"), tail.next(), "none is there in the middle of a start");
            append("again\n");
            assertEquals(List.of("again"), tail.next());
            append("and on\n");
            assertEquals(List.of("and on"), tail.next());
        }
    }

    @Test
    void aLogThatIsCutOffIsFollowed() throws Exception {
        append("one\ntwo\n");
        try (LogTail tail = new LogTail(log)) {
            assertEquals(List.of("two"), tail.last(1, false));
            Files.writeString(log, "");
            assertEquals(List.of(), tail.next());
            append("new\n");
            assertEquals(List.of("new"), tail.next());
        }
    }

    @Test
    void aLogThatIsNotThereIsSaid() {
        LauncherException failure = assertThrows(LauncherException.class, () -> new LogTail(log));
        assertEquals("there is no log " + log + ": nothing has been started there", failure.getMessage());
    }
}
