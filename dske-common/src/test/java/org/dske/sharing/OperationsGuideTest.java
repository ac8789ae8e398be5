package org.dske.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.signature.SigningKey;
import org.junit.jupiter.api.Test;

/** The numbers of {@code docs/operations.md} are those that the program's sizes give, and its alerts are those that there are. */
class OperationsGuideTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final int MIB = 1 << 20;
    /** The sizes of packages in the order of the tables, in MiB. */
    private static final List<Integer> PACKAGES = List.of(4, 7, 32, 1024);
    /** Keys a second, in the order of the rows. */
    private static final List<Double> RATES = List.of(1 / 3600d, 1 / 60d, 1 / 10d, 1d, 10d, 100d);
    /** How often it is asked which client an encryptor is registered with, at most, and how often a client registers, in seconds. */
    private static final double BETWEEN_LOOKUPS = 45;

    private static final double BETWEEN_REGISTRATIONS = 600;

    private static final int KEY = 32;

    private final List<String> lines;

    OperationsGuideTest() throws IOException {
        lines = Files.readAllLines(DOCS.resolve("operations.md"));
    }

    /** The cells of the rows of the table below a line that begins so. */
    private List<List<String>> table(String header) {
        int begin = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(header))
                .findFirst()
                .orElseThrow());
        return lines.subList(begin + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static int share(int keySize) {
        TreeSet<Integer> numbers = IntStream.rangeClosed(1, 5).boxed().collect(Collectors.toCollection(TreeSet::new));
        return new ItsSharing(numbers, 3, new SecureRandom()).shareSize(keySize);
    }

    @Test
    void aKeyCostsWhatTheTableSays() {
        List<List<String>> rows = table("| Bits of a key |");
        assertTrue(rows.size() > 3, "the table has hardly a row");
        for (List<String> row : rows) {
            int share = share(Integer.parseInt(row.getFirst()) / Byte.SIZE);
            assertEquals(
                    Stream.of(share, share + SigningKey.SIZE, SigningKey.SIZE, SigningKey.SIZE, share + SigningKey.SIZE)
                            .map(String::valueOf)
                            .toList(),
                    row.subList(1, row.size()),
                    row.getFirst());
        }
    }

    @Test
    void aPackageIsGoodForAsManyKeysAsTheTableSays() {
        int asked = share(KEY) + SigningKey.SIZE;
        for (List<String> row : table("| `--psrd` |")) {
            String[] size = row.getFirst().split(" ", -1);
            long bytes = Long.parseLong(size[0]) * (size[1].equals("GiB") ? 1024L * MIB : MIB);
            assertEquals(
                    Stream.of(asked, asked + SigningKey.SIZE, asked + 2 * SigningKey.SIZE)
                            .map(each -> String.valueOf(bytes / each))
                            .toList(),
                    row.subList(1, row.size()),
                    row.getFirst());
        }
    }

    @Test
    void aPackageLastsAsLongAsTheTableSays() {
        List<List<String>> rows = table("| Keys asked for |");
        assertEquals(RATES.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            double bytesASecond = bytesASecond(RATES.get(i));
            assertEquals(
                    PACKAGES.stream()
                            .map(mib -> duration((double) mib * MIB / bytesASecond))
                            .toList(),
                    rows.get(i).subList(1, rows.get(i).size()),
                    rows.get(i).getFirst());
        }
    }

    private static double bytesASecond(double rate) {
        return (share(KEY) + 2 * SigningKey.SIZE) * rate
                + SigningKey.SIZE * Math.min(rate, 1 / BETWEEN_LOOKUPS)
                + SigningKey.SIZE * Math.max(0, 1 / BETWEEN_REGISTRATIONS - rate);
    }

    private static String duration(double seconds) {
        if (seconds < 3600) {
            return threeDigits(seconds / 60) + " minutes";
        }
        return seconds < 86_400 ? threeDigits(seconds / 3600) + " hours" : threeDigits(seconds / 86_400) + " days";
    }

    private static String threeDigits(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Test
    void everyAlertHasARow() throws IOException {
        Set<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(DOCS.resolve("monitoring").resolve("alerts.yaml")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                alerts, table("| Alert |").stream().map(List::getFirst).collect(Collectors.toCollection(TreeSet::new)));
    }
}
