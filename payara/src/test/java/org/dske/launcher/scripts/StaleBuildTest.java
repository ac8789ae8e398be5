package org.dske.launcher.scripts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./dske} finds of an earlier build, with a Maven that only says that it ran, and what was there then. */
class StaleBuildTest {
    private static final List<String> STALE = List.of(
            "dske-common/target/classes/Old.class",
            "dske-hub-war/target/classes/Old.class",
            "dske-hub-war/target/dske-hub/WEB-INF/lib/old.jar",
            "dske-client-war/target/classes/Old.class",
            "dske-client-war/target/dske-client/WEB-INF/classes/Old.class",
            "payara/target/classes/Old.class",
            "payara/target/root-webapp/WEB-INF/classes/Old.class",
            "payara/target/lib/old.jar");
    private static final List<String> KEPT = List.of(
            "payara/target/payara-micro/launch-micro.jar",
            "payara/target/dske-hub.war",
            "payara/target/dske-client.war",
            "payara/target/dske-root.war",
            "payara/target/dske-launcher.jar",
            "payara/target/payara-micro.jar",
            "payara/target/class-path/dske-common.jar");
    private static final String SOURCE = "payara/src/main/New.java";

    @TempDir
    private Path directory;

    private Path checkout;
    private ScriptRun script;

    @BeforeEach
    void checkOut() throws IOException {
        script = new ScriptRun(directory);
        checkout = Files.createDirectories(directory.resolve("check out"));
        for (String module : List.of("dske-common", "dske-hub-war", "dske-client-war", "payara")) {
            write(module + "/pom.xml");
            Files.createDirectories(checkout.resolve(module + "/src/main"));
        }
        write("pom.xml");
        Files.createDirectories(checkout.resolve("scripts"));
        for (String name : List.of("dske", "scripts/java.sh")) {
            Files.copy(ScriptRun.HOME.resolve(name), checkout.resolve(name));
        }
        script.environment().put("JAVA_HOME", script.jdk("jdk", 97).toString());
        script.tool("mvn", "find . -type f -path '*/target/*' | sort >found");
    }

    @Test
    void nothingThatAnEarlierBuildMadeOfSourcesIsBuiltOn() throws Exception {
        build();
        for (String file : STALE) {
            write(file);
        }
        write(SOURCE);

        assertTrue(run().contains("building with Maven"));

        List<String> found = Files.readAllLines(checkout.resolve("found"));
        STALE.forEach(file -> assertFalse(found.contains("./" + file), file));
        KEPT.forEach(file -> assertTrue(found.contains("./" + file), file));
    }

    @Test
    void whatIsUpToDateIsNeitherBuiltNorTouched() throws Exception {
        build();
        for (String file : STALE) {
            write(file);
        }

        String said = run();

        assertFalse(said.contains("building with Maven"), said);
        assertFalse(Files.exists(checkout.resolve("found")));
        STALE.forEach(file -> assertTrue(Files.exists(checkout.resolve(file)), file));
    }

    /** As a build would leave it. */
    private void build() throws Exception {
        for (String file : KEPT) {
            write(file);
        }
        run();
        write("payara/target/lib/new.jar");
        Files.delete(checkout.resolve("found"));
    }

    private void write(String file) throws IOException {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
    }

    private String run() throws Exception {
        return script.run(checkout, "bash", "dske", "status");
    }
}
