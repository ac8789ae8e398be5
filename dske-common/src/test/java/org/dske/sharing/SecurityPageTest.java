package org.dske.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.reconstruction.ErrorBound;
import org.junit.jupiter.api.Test;

/** What {@code docs/security.md} points to is there, and its numbers are those of the program. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("..");

    /** A name of Java in backticks: a class, perhaps with a member, or a test, whose name is a sentence. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w+)(?:\\.\\w+)?`");

    private static final Pattern TEST = Pattern.compile("`([a-z]+(?:[A-Z]\\w*){3,})`");
    private static final Set<String> OF_THE_JDK = Set.of("Arrays", "MessageDigest");

    private final String page;
    private final List<Path> sources;

    SecurityPageTest() throws IOException {
        page = Files.readString(ROOT.resolve("docs/security.md"));
        try (Stream<Path> modules = Files.list(ROOT)) {
            sources = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SecurityPageTest::javaFiles)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + directory, e);
        }
    }

    private Set<String> named(Pattern pattern) {
        Set<String> names = pattern.matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(HashSet::new));
        assertTrue(names.size() > 10, "the page names hardly anything");
        return names;
    }

    @Test
    void theClassesThatItNamesAreThere() {
        Set<String> missing = named(CLASS);
        missing.removeAll(OF_THE_JDK);
        sources.forEach(file -> missing.remove(file.getFileName().toString().replace(".java", "")));
        assertEquals(Set.of(), missing);
    }

    @Test
    void theTestsThatItNamesAreThere() throws IOException {
        Set<String> missing = named(TEST);
        for (Path file : sources) {
            if (file.toString().contains("test")) {
                String text = Files.readString(file);
                missing.removeIf(name -> text.contains(" " + name + "("));
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void itsNumbersAreThoseOfTheProgram() {
        for (int t = 1; t <= 4; t++) {
            int n = 2 * t + 1;
            int k = t + 1;
            assertHas(k + " of " + n, ErrorBound.ofWrongKey(SharingMode.ITS, n, k, 32));
        }
        for (int bits : new int[] {128, 256, 1024, 16_384}) {
            assertHas(String.valueOf(bits), ErrorBound.ofWrongKey(SharingMode.ITS, 5, 3, bits / 8));
        }
        assertHas("C(n,k)·2^-32: ", ErrorBound.ofWrongKey(SharingMode.CLASSIC, 5, 3, 32));
        assertHas("0 bytes", ErrorBound.ofForgery(0));
        assertHas("1 KiB", ErrorBound.ofForgery(1 << 10));
        assertHas("64 KiB", ErrorBound.ofForgery(1 << 16));
        assertHas("1 MiB, the default of `dske.http.max-body`", ErrorBound.ofForgery(1 << 20));
        assertHas("256 MiB, the largest setting", ErrorBound.ofForgery(1 << 28));
    }

    /** A cell of a table or some words, and then the bound. Bold or not. */
    private void assertHas(String before, double bound) {
        String expected = before + String.format(Locale.ROOT, " 2^%.1f", bound);
        String plain = page.replace("*", "").replace("|", " ").replaceAll("\\s+", " ");
        assertTrue(plain.contains(expected.replaceAll("\\s+", " ")), "the page lacks: " + expected);
    }
}
