package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a project whose files say no more than their names. */
class DistCommandTest extends LauncherRun {
    private static final String HOME = "dske.home";
    private static final List<String> FILES = List.of(
            "CHANGELOG.md",
            "LICENSE",
            "NOTICE",
            "README.md",
            "SECURITY.md",
            "docs/user-guide.md",
            "dske",
            "packaging/README.md",
            "payara/target/class-path/dske-common.jar",
            "payara/target/dske-client.war",
            "payara/target/dske-hub.war",
            "payara/target/dske-launcher.jar",
            "payara/target/dske-root.war",
            "payara/target/lib/picocli.jar",
            "payara/target/payara-micro.jar",
            "scripts/java.sh",
            "target/bom.json",
            "topology-tls.yaml",
            "topology.yaml");
    private static final List<String> OTHERS = List.of(
            "payara/target/classes-1.aot", "payara/target/payara-micro/launch-micro.jar", "pki/ca.key", "scripts/fuzz");

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final String before = System.getProperty(HOME, "");

    @BeforeEach
    void makeProject() throws IOException {
        for (String file : FILES) {
            write(file);
        }
        for (String file : OTHERS) {
            write(file);
        }
        write("pom.xml");
        Files.setPosixFilePermissions(directory.resolve("dske"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(directory.resolve("LICENSE"), PosixFilePermissions.fromString("rw-rw-rw-"));
        System.setProperty(HOME, directory.toString());
    }

    @AfterEach
    void leaveProject() {
        if (before.isEmpty()) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, before);
        }
    }

    private void write(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private Path dist(String name, String... options) {
        Path archive = directory.resolve(name);
        assertEquals(0, execute(arguments(archive, options)), err.toString());
        return archive;
    }

    private static String[] arguments(Path archive, String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "dist";
        all[1] = "--out";
        all[2] = archive.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return all;
    }

    private List<String> list(Path archive) throws Exception {
        Process tar = new ProcessBuilder("tar", "--list", "--verbose", "--numeric-owner", "--file", archive.toString())
                .start();
        return tar.inputReader(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("d"))
                .toList();
    }

    @Test
    void theArchiveHasWhatRunsAndNothingOfThisMachine() throws Exception {
        List<String> entries = list(dist("a.tar.gz"));

        assertEquals(
                FILES.stream()
                        .map(file -> file.replace("payara/target/", "runtime/").replace("target/", ""))
                        .sorted()
                        .toList(),
                entries.stream()
                        .map(line -> line.replaceFirst(".* dske-[^/]*/", ""))
                        .sorted()
                        .toList());
        assertTrue(
                entries.stream().allMatch(line -> line.matches("(-rwxr-xr-x .*/dske|-rw-r--r-- .*)")),
                entries::toString);
        assertTrue(entries.stream().allMatch(line -> line.contains(" 0/0 ")), entries::toString);
    }

    @Test
    void theSameFilesAtAnotherTimeMakeTheSameArchive() throws Exception {
        byte[] first = Files.readAllBytes(dist("a.tar.gz", "--time", "1000000000"));
        makeProject();

        assertArrayEquals(first, Files.readAllBytes(dist("b.tar.gz", "--time", "1000000000")));
        assertTrue(
                list(directory.resolve("b.tar.gz")).stream().allMatch(line -> line.contains(" 2001-09-0")),
                "the time of all files");
    }

    @Test
    void whatLacksIsNamedAndNoHalfArchiveIsLeft() throws Exception {
        Files.delete(directory.resolve("LICENSE"));

        assertEquals(1, execute(arguments(directory.resolve("a.tar.gz"))));

        assertOneLine("dske: GNU tar cannot make the archive: tar: LICENSE: ");
        try (var files = Files.list(directory)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().contains(".tar.gz")).toList());
        }
    }

    @Test
    void anArchiveIsNotMadeOfAnArchive() throws Exception {
        Files.delete(directory.resolve("pom.xml"));

        assertEquals(1, execute(arguments(directory.resolve("a.tar.gz"))));

        assertOneLine("dske: there is no project in " + directory);
    }
}
