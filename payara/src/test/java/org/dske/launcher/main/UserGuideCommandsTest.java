package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.launcher.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the user guide says of commands is so. */
class UserGuideCommandsTest extends LauncherRun {
    private static final Path GUIDE = Path.of("..", "docs", "user-guide.md");
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
