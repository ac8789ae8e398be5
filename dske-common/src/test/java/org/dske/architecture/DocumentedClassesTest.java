package org.dske.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Classes and packages that documents name are there. */
class DocumentedClassesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern TYPE = Pattern.compile("`((?:[a-z0-9]+\\.)*)([A-Z]\\w+)(?:\\.\\w+)?`");

    private static final List<String> MODULES =
            List.of("dske-common", "dske-hub-war", "dske-client-war", "payara", "integration-tests");
    /** Classes of the JDK and of libraries that documents name. */
    private static final Set<String> OTHERS = Set.of(
            "BigDecimal",
            "HttpClient",
            "HttpRequest",
            "MessageDigest",
            "RemoteDisconnected",
            "ServletContext",
            "YassonJsonb");

    private final List<String> guide = Files.readAllLines(ROOT.resolve("docs").resolve("developer-guide.md"));
    /** All main classes, as {@code org/dske/client/hub/PeerHub.java}. */
    private final Set<String> sources = sources();

    DocumentedClassesTest() throws IOException {}

    private static Set<String> sources() throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(each -> each.resolve(SOURCES))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.map(file -> module.relativize(file).toString().replace('\\', '/'))
                            .filter(file -> file.endsWith(".java"))
                            .forEach(all::add);
                }
            }
        }
        return all;
    }

    private List<String> rows(String section) {
        List<String> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : guide) {
            inside = line.startsWith("## ") ? line.equals("## " + section) : inside;
            if (inside && line.startsWith("| ") && !line.startsWith("|---")) {
                rows.add(line);
            }
        }
        return rows;
    }

    private static List<String> types(String row) {
        List<String> types = new ArrayList<>();
        Matcher matcher = TYPE.matcher(row);
        while (matcher.find()) {
            types.add(matcher.group(1).replace('.', '/') + matcher.group(2) + ".java");
        }
        return types;
    }

    private boolean exists(String type) {
        return sources.stream().anyMatch(source -> source.endsWith("/" + type));
    }

    @TestFactory
    Stream<DynamicTest> everyClassOfATableExists() {
        return Stream.of("Packages", "Glossary")
                .flatMap(section -> rows(section).stream())
                .map(row -> DynamicTest.dynamicTest(
                        row,
                        () -> assertEquals(
                                List.of(),
                                types(row).stream()
                                        .filter(type -> !exists(type))
                                        .toList())));
    }

    @Test
    void everyTermOfTheGlossarySaysWhereItIsAndIsThereOnce() {
        List<String> rows = rows("Glossary").stream().skip(1).toList();
        assertTrue(rows.size() > 20, () -> rows.size() + " rows");
        List<String> nowhere =
                rows.stream().filter(row -> types(lastCell(row)).isEmpty()).toList();
        assertEquals(List.of(), nowhere);
        List<String> terms =
                rows.stream().map(row -> row.split("\\|", -1)[1].strip()).toList();
        assertEquals(
                terms.stream().sorted(String.CASE_INSENSITIVE_ORDER).distinct().toList(), terms);
    }

    private static String lastCell(String row) {
        String[] cells = row.split("\\|", -1);
        return cells[cells.length - 2];
    }

    /** A package of one name in the table, and none in the code, has moved. */
    @Test
    void everyPackageOfTheClientHasItsRow() {
        String rows = rows("Packages").stream()
                .dropWhile(row -> !row.startsWith("| client"))
                .collect(Collectors.joining("\n"));
        Set<String> missing = new TreeSet<>();
        sources.stream()
                .filter(source -> source.startsWith("org/dske/client/"))
                .map(source -> source.split("/", -1)[3])
                .filter(name -> !rows.contains("`" + name + "`"))
                .forEach(missing::add);
        assertEquals(Set.of(), missing);
    }

    /** Names of two words at least, so that no word of plain English counts. */
    @TestFactory
    Stream<DynamicTest> everyClassOfADocumentExists() throws IOException {
        Pattern name = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.\\w+)?`");
        String code = code();
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("SECURITY.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents.stream()
                .map(document -> DynamicTest.dynamicTest(document.toString(), () -> {
                    Set<String> unknown = new TreeSet<>();
                    Matcher matcher = name.matcher(Files.readString(document));
                    while (matcher.find()) {
                        if (!OTHERS.contains(matcher.group(1)) && !code.contains(" " + matcher.group(1) + "\n")) {
                            unknown.add(matcher.group(1));
                        }
                    }
                    assertEquals(Set.of(), unknown);
                }));
    }

    /** What the code declares: each line with a type. */
    private static String code() throws IOException {
        Pattern declaration = Pattern.compile("\\b(?:class|record|enum|interface)( \\w+)");
        StringBuilder all = new StringBuilder();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    Matcher matcher = declaration.matcher(Files.readString(file));
                    while (matcher.find()) {
                        all.append(matcher.group(1)).append('\n');
                    }
                }
            }
        }
        return all.toString();
    }
}
