package org.dske.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Links of the documents lead to files and headings that are there, and their figures can be read. */
class DocumentLinksTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern FENCE = Pattern.compile("^ *```.*?^ *```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
    private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT)) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        assertTrue(documents.size() > 20, () -> documents.size() + " documents");
        return documents;
    }

    private static String withoutBlocks(Path document) throws IOException {
        return FENCE.matcher(Files.readString(document)).replaceAll("");
    }

    private static List<String> links(Path document) throws IOException {
        return LINK.matcher(withoutBlocks(document).replaceAll("`[^`\\n]*`", "code"))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    /** Names as GitHub makes them: of a heading's letters, digits, blanks and dashes, and a number where there are several. */
    private static Set<String> anchors(Path document) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(withoutBlocks(document))
                .results()
                .map(match -> match.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .map(name -> {
                    int before = seen.merge(name, 1, Integer::sum) - 1;
                    return before == 0 ? name : name + "-" + before;
                })
                .collect(Collectors.toSet());
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1 || anchors(target).contains(parts[1].toLowerCase(Locale.ROOT)));
    }

    @TestFactory
    Stream<DynamicTest> everyLinkLeadsSomewhere() throws IOException {
        return documents().stream()
                .map(document -> DynamicTest.dynamicTest(document.toString(), () -> {
                    Set<String> broken = new TreeSet<>();
                    for (String link : links(document)) {
                        if (!leadsSomewhere(document, link)) {
                            broken.add(link);
                        }
                    }
                    assertEquals(Set.of(), broken);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyFigureIsShownAndSaysWhatItShows() throws IOException {
        Set<Path> shown = new TreeSet<>();
        for (Path document : documents()) {
            links(document)
                    .forEach(link -> shown.add(
                            document.resolveSibling(link.split("#", 2)[0]).normalize()));
        }
        try (Stream<Path> files = Files.list(ROOT.resolve("docs").resolve("figures"))) {
            return files.toList().stream()
                    .map(figure -> DynamicTest.dynamicTest(figure.toString(), () -> {
                        assertTrue(shown.contains(figure.normalize()), "no document shows it");
                        // A picture of a page says it where it is shown.
                        if (!figure.toString().endsWith(".png")) {
                            assertSaysWhatItShows(
                                    parser().parse(figure.toFile()).getDocumentElement());
                        }
                    }));
        }
    }

    private static void assertSaysWhatItShows(Element svg) {
        assertEquals("svg", svg.getTagName());
        for (String name : List.of("title", "desc")) {
            NodeList children = svg.getChildNodes();
            assertEquals(
                    1,
                    IntStream.range(0, children.getLength())
                            .filter(at -> children.item(at).getNodeName().equals(name))
                            .count(),
                    name);
        }
    }

    private static DocumentBuilder parser() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder();
    }
}
