package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.launcher.ExitStatus;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the user guide says of commands is so, and so is what all documents have the reader type. */
class UserGuideCommandsTest extends LauncherRun {
    private static final Path ROOT = Path.of("..");
    private static final Path GUIDE = ROOT.resolve("docs").resolve("user-guide.md");
    /** A block of code, or code in a line. */
    private static final Pattern CODE =
            Pattern.compile("^ *```.*?^ *```|`[^`\\n]+`", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern COMMAND = Pattern.compile("(?<![\\w.])\\./dske ([^\\n`#)>|\\[]*)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");
    /** Without {@code --json}: texts, a script for a shell, and a group whose commands have a file of that name. */
    private static final Set<String> WITHOUT_JSON = Set.of("bench", "completion", "logs", "run");

    private final CommandLine commands = Main.commandLine(Map.of(), Clock.systemUTC(), new SecureRandom());

    /** The first cells of the rows of the table below a line that begins so. */
    private static List<String> table(String header) throws IOException {
        List<String> lines = Files.readAllLines(GUIDE);
        int begin = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(header))
                .findFirst()
                .orElseThrow());
        return lines.subList(begin + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[1].strip())
                .toList();
    }

    @Test
    void everyCommandHasARow() throws Exception {
        Set<String> words = table("| Command | Does |").stream()
                .flatMap(cell -> Arrays.stream(cell.split(",", -1)))
                .map(command -> command.replace("`", "").strip().split(" ", -1)[0])
                .collect(Collectors.toSet());
        assertTrue(
                words.containsAll(commands.getSubcommands().keySet()),
                () -> words + " of " + commands.getSubcommands().keySet());
    }

    @Test
    void theExitStatusesAreThoseThatThereAre() throws Exception {
        List<String> documented = table("| Status | Means | So |");
        assertEquals(
                Stream.concat(ExitStatus.meanings().keySet().stream(), Stream.of("130", "143"))
                        .toList(),
                documented);
    }

    @Test
    void everyCommandButAFewTakesJson() {
        Map<String, CommandLine> all = new LinkedHashMap<>();
        leaves("", commands, all);
        all.forEach((name, command) -> assertEquals(
                !WITHOUT_JSON.contains(name.split(" ", -1)[0]),
                command.getCommandSpec().findOption("--json") != null
                        && command.getCommandSpec().findOption("--json").arity().max() == 0
                        && !name.startsWith("bench"),
                name));
    }

    private static void leaves(String name, CommandLine command, Map<String, CommandLine> all) {
        if (command.getSubcommands().isEmpty()) {
            all.put(name.strip(), command);
        }
        command.getSubcommands().forEach((word, below) -> leaves(name + " " + word, below, all));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandOfADocumentIsOne() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT)) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents.stream()
                .map(document -> DynamicTest.dynamicTest(document.toString(), () -> {
                    List<String> wrong = new ArrayList<>();
                    Matcher code = CODE.matcher(Files.readString(document));
                    while (code.find()) {
                        boolean block = code.group().strip().startsWith("```");
                        COMMAND.matcher(code.group().replaceAll("\\\\\\n\\s*", " "))
                                .results()
                                .map(match -> match.group(1))
                                .forEach(
                                        words -> failure(words, block).ifPresent(why -> wrong.add(words + ": " + why)));
                    }
                    assertEquals(List.of(), wrong);
                }));
    }

    /** Why the program does not take a command. One that is named in a line of text need not be complete. */
    private static Optional<String> failure(String command, boolean complete) {
        String[] words = WORD.matcher(command)
                .results()
                .map(match -> Stream.of(match.group(1), match.group(2), match.group(3))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow())
                .filter(word -> !word.equals("..."))
                .toArray(String[]::new);
        try {
            Main.commandLine(Map.of(), Clock.systemUTC(), new SecureRandom()).parseArgs(words);
            return Optional.empty();
        } catch (CommandLine.UnmatchedArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (CommandLine.ParameterException e) {
            return complete ? Optional.of(e.getMessage()) : Optional.empty();
        }
    }

    @Test
    void theDoctorsChecksAreThoseOfTheTable(@TempDir Path directory) throws Exception {
        Path topology =
                Files.writeString(directory.resolve("topology.yaml"), "k: 2\nhubs: [{name: hank}, {name: hugo}]\n");
        execute("--topology", topology.toString(), "--state-directory", directory.toString(), "doctor");
        Set<String> found = out.toString()
                .lines()
                .filter(line -> line.matches("(success|warning|failure) .*"))
                .map(line -> line.substring(9).split(" {2,}", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                table("| Check | Looks whether |").stream()
                        .map(cell -> cell.replace("`", ""))
                        .collect(Collectors.toCollection(TreeSet::new)),
                found);
    }
}
