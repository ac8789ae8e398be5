package org.dske.launcher.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    private Path directory;

    @Test
    void aServerHasOneArchiveWhateverLinkLeadsToIt() throws IOException {
        Path project = project("project");
        Path link = Files.createSymbolicLink(directory.resolve("link"), project);

        assertEquals(name(project), name(link));
        assertNotEquals(name(project), name(project("another")));
    }

    private Path project(String name) throws IOException {
        Path project = directory.resolve(name);
        Path jar = new Installation(project).launcherJar();
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "a jar");
        return project;
    }

    private static Path name(Path home) {
        return ClassArchive.of(new Installation(home)).file().getFileName();
    }
}
