package org.dske.launcher.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

    @Test
    void eachBuildOfANodesClassesHasAnArchiveOfItsOwn() throws IOException {
        Path project = project("project");
        Path before = name(project);
        Path jar = new Installation(project).classPath().getLast();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        assertNotEquals(before, name(project));
    }

    @Test
    void aNewArchiveTakesThePlaceOfThoseOfEarlierBuilds() throws IOException {
        ClassArchive archive = ClassArchive.of(new Installation(project("project")));
        Path earlier = Files.writeString(archive.file().resolveSibling("classes-earlier.jsa"), "classes");
        Path other = Files.writeString(archive.file().resolveSibling("payara-micro.jar"), "a server");
        Files.writeString(archive.unfinished(), "new classes");
        archive.finish();

        assertEquals("new classes", Files.readString(archive.file()));
        assertFalse(Files.exists(earlier));
        assertFalse(Files.exists(archive.unfinished()));
        assertTrue(Files.exists(other));
    }

    private Path project(String name) throws IOException {
        Path project = directory.resolve(name);
        for (Path jar : new Installation(project).classPath()) {
            Files.createDirectories(jar.getParent());
            Files.writeString(jar, "a jar");
        }
        return project;
    }

    private static Path name(Path home) {
        return ClassArchive.of(new Installation(home)).file().getFileName();
    }
}
