package org.dske.launcher.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./dske} does in an unpacked archive, and with {@code run}, with a Java that only says what it is asked. */
class ForegroundTest {
    @TempDir
    private Path directory;

    private Path home;
    private ScriptRun script;

    @BeforeEach
    void unpack() throws IOException {
        script = new ScriptRun(directory);
        home = Files.createDirectories(directory.resolve("un packed"));
        Files.createDirectories(home.resolve("scripts"));
        for (String name : new String[] {"dske", "scripts/java.sh"}) {
            Files.copy(ScriptRun.HOME.resolve(name), home.resolve(name));
        }
        script.environment().put("JAVA_HOME", script.jdk("jre", 97).toString());
        script.tool("mvn", "echo Maven");
    }

    /** What Java does when it is not asked for its version. */
    private void java(String commands) throws IOException {
        Path java = directory.resolve("jre/bin/java");
        String version = Files.readString(java);
        Files.writeString(
                java, "#!/usr/bin/env bash\nif [ \"$1\" != -version ]; then\n" + commands + "\nexit; fi\n" + version);
    }

    @Test
    void anArchiveIsNotBuiltAndNeedsNoCompiler() throws Exception {
        Files.delete(directory.resolve("jre/bin/javac"));
        java("printf '%s\\n' \"$@\" | grep -A1 -e -cp -e -Ddske.installation");

        assertEquals(
                "-Ddske.installation=" + home.resolve("runtime") + "\n--\n-cp\n"
                        + home.resolve("runtime/dske-launcher.jar") + ":" + home.resolve("runtime/lib/*"),
                script.run(home, "bash", "dske", "status")
                        .replaceAll("-Ddske.process=.*\n", "")
                        .replace("--\n--", "--"));
    }

    @Test
    void aNodeInTheForegroundIsTheProcessOfTheScript() throws Exception {
        Path run = Files.writeString(directory.resolve("run.sh"), "echo \"server $$\"; exit 7\n");
        java("printf '%s\\n' \"$@\" | sed -n 's/-Ddske.process=/process /p' >&2; echo '" + run + "'");

        String said = script.run(home, "bash", "-c", "bash dske run hank; echo status $?");

        assertEquals(said.replaceAll("(?s).*process (\\d+).*", "process $1\nserver $1\nstatus 7"), said);
    }

    @Test
    void aNodeThatCannotBeRunEndsAsTheLauncherDoes() throws Exception {
        java("echo 'dske: there is no node' >&2; exit 1");

        assertEquals(
                "dske: there is no node\nstatus 1",
                script.run(home, "bash", "-c", "bash dske run hans; echo status $?"));
    }

    @Test
    void whatIsNoScriptOfAServerIsShown() throws Exception {
        java("echo 'Usage: dske run'; echo /etc/passwd");

        assertEquals("Usage: dske run\n/etc/passwd", script.run(home, "bash", "dske", "run", "--help"));
    }

    @Test
    void aNodeThatIsStoppedBeforeItRunsDoesNotRun() throws Exception {
        Path run = Files.writeString(directory.resolve("run.sh"), "echo server\n");
        java("kill -TERM $PPID; echo '" + run + "'");

        assertEquals("status 143", script.run(home, "bash", "-c", "bash dske run hank; echo status $?"));
    }
}
