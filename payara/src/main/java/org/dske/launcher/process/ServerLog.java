package org.dske.launcher.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.config.ConfigurationException;

/**
 * The log of a server.
 *
 * @param path the file
 */
public record ServerLog(Path path) {
    private static final Pattern CONFIGURATION =
            Pattern.compile(Pattern.quote(ConfigurationException.class.getName()) + ": (.*)");
    private static final Pattern CAUSE = Pattern.compile("^Caused by: (.*)");
    // What Java says behind the line that tells what is wrong with its options.
    private static final String JAVA_GIVES_UP = "Error: ";
    private static final Pattern RECORD = Pattern.compile("^\\S+ \\S+ SEVERE +\\S+: (.*)");

    /**
     * Why a server, or a node in it, did not start: what a node said of its configuration, else the innermost cause, else the
     * server's first complaint, else its last words.
     *
     * @return one line
     */
    public String reason() {
        List<String> lines = lines();
        return last(lines, CONFIGURATION)
                .or(() -> last(lines, CAUSE))
                .or(() -> lines.stream()
                        .map(RECORD::matcher)
                        .filter(Matcher::find)
                        .map(matcher -> matcher.group(1))
                        .findFirst())
                .or(() -> lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith(JAVA_GIVES_UP))
                        .reduce((first, second) -> second))
                .map(String::strip)
                .orElse("it said nothing");
    }

    private static Optional<String> last(List<String> lines, Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .reduce((first, second) -> second);
    }

    private List<String> lines() {
        try {
            // Whatever a process prints: no byte sequence is a mistake.
            return Files.readString(path, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
