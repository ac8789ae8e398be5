package org.dske.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The user guide's table of settings is the list of settings, and no document names another one. */
class UserGuideTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path GUIDE = DOCS.resolve("user-guide.md");
    /** A setting of one node, as an example. */
    private static final String OF_A_NODE = "dske.hank.psrd.wait";

    private static final Pattern NAMED = Pattern.compile("`(dske\\.[a-z-]+(?:\\.[a-z0-9-]+)*)[`=]");

    @Test
    void theUserGuideHasEverySettingItsDefaultAndWhatIsAllowed() throws IOException {
        List<List<String>> rows = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.startsWith("| `dske."))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        assertEquals(
                Arrays.stream(Setting.values())
                        .map(setting -> List.of(
                                "`" + setting.key() + "`",
                                setting.defaultText(),
                                setting.kind().allowed()))
                        .toList(),
                rows.stream()
                        .map(row -> List.of(row.get(0), defaultIn(row), row.get(2)))
                        .toList());
        rows.forEach(row -> assertFalse(row.get(3).isEmpty(), row.get(0)));
    }

    /** A default is written as code; words in its place mean that there is no fixed one. */
    private static String defaultIn(List<String> row) {
        String cell = row.get(1);
        return cell.startsWith("`") ? cell.substring(1, cell.length() - 1) : "";
    }

    @TestFactory
    Stream<DynamicTest> everySettingThatADocumentNamesIsThere() throws IOException {
        Set<String> settings =
                Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toCollection(HashSet::new));
        settings.add(OF_A_NODE);
        try (Stream<Path> files = Files.walk(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream()
                    .map(document -> DynamicTest.dynamicTest(
                            document.toString(),
                            () -> assertEquals(
                                    List.of(),
                                    NAMED.matcher(Files.readString(document))
                                            .results()
                                            .map(match -> match.group(1))
                                            .filter(name -> !settings.contains(name))
                                            .toList())));
        }
    }
}
