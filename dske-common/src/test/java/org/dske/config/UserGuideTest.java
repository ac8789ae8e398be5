package org.dske.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The user guide's table of settings is the list of settings. */
class UserGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "user-guide.md");

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
}
