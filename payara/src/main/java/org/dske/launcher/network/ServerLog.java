package org.dske.launcher.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dske.config.ConfigurationException;

/**
 * The log of a server.
 *
 * @param path the file
 */
record ServerLog(Path path) {
    /** Whatever else goes wrong where these lack, goes wrong for that reason. */
    private static final Pattern RESOURCES =
            Pattern.compile("Too many open files|java\\.lang\\.OutOfMemoryError.*|No space left on device");

    private static final Pattern CONFIGURATION =
            Pattern.compile("(?<=" + Pattern.quote(ConfigurationException.class.getName()) + ": ).*");
    /** The first line of a stack trace, and those of its causes. */
    private static final Pattern THROWABLE =
            Pattern.compile("^[\\w.$]+(?:Exception|Error)(?:: .*)?$|(?<=^Caused by: ).*", Pattern.MULTILINE);
    /** The first line of a record, with its level and what is said. */
    private static final Pattern RECORD = Pattern.compile("^\\d\\S+ \\S+ ([A-Z]+) +\\S+: (.*)");
    /** Of what is deployed last, and by a command, where even that cannot be deployed. */
    private static final Pattern NOTHING_DEPLOYED = Pattern.compile("Boot Command deploy failed");

    // What Java says behind the line that tells what is wrong with its options.
    private static final String JAVA_GIVES_UP = "Error: ";

    /**
     * Why a server, or a node in it, did not start: that the machine has no more of something, else what a node said of its
     * configuration, else the innermost cause in the first stack trace of a complaint of the server, else its first complaint, else
     * its last words. What comes later is of the clean-up.
     */
    String reason() {
        String text = text();
        List<String> complaints = complaints(text);
        return first(RESOURCES, text)
                .or(() -> first(CONFIGURATION, text))
                .or(() -> complaints.stream()
                        .flatMap(ServerLog::innermostThrowable)
                        .findFirst())
                .or(() -> complaints.stream()
                        .flatMap(record -> RECORD.matcher(record).results())
                        .map(result -> result.group(2))
                        .findFirst())
                .or(() -> innermostThrowable(text).findFirst())
                .or(() -> text.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith(JAVA_GIVES_UP))
                        .reduce((first, second) -> second))
                .map(String::strip)
                .orElse("it said nothing");
    }

    /** Whether the server says that it will never have deployed all: it is up all the same, and stays so. */
    boolean gaveUp() {
        return NOTHING_DEPLOYED.matcher(text()).find();
    }

    /** The records of level SEVERE, each with its stack trace. */
    private static List<String> complaints(String text) {
        List<String> records = new ArrayList<>();
        StringBuilder record = new StringBuilder();
        for (String line :
                Stream.concat(text.lines(), Stream.of("0 0 INFO end: ")).toList()) {
            if (RECORD.matcher(line).find()) {
                records.add(record.toString());
                record.setLength(0);
            }
            record.append(line).append('\n');
        }
        return records.stream()
                .filter(complaint -> RECORD.matcher(complaint)
                        .results()
                        .anyMatch(result -> result.group(1).equals("SEVERE")))
                .toList();
    }

    private static Optional<String> first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).findFirst();
    }

    private static Stream<String> innermostThrowable(String record) {
        return THROWABLE.matcher(record).results().map(MatchResult::group).reduce((outer, inner) -> inner).stream();
    }

    private String text() {
        try {
            // Whatever a process prints: no byte sequence is a mistake.
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
