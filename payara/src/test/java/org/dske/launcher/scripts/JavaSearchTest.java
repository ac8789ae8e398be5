package org.dske.launcher.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/java.sh} among Javas that only tell their version. Their numbers are beyond those of any Java that this machine may
 * have in a usual place.
 */
class JavaSearchTest {
    private static final Path SCRIPT = ScriptRun.HOME.resolve("scripts/java.sh");

    @TempDir
    private Path directory;

    private ScriptRun script;

    @BeforeEach
    void prepare() {
        script = new ScriptRun(directory);
    }

    @Test
    void theOneOfJavaHomeIsTakenBeforeNewerOnesElsewhere() throws Exception {
        script.environment().put("JAVA_HOME", jdk("here", 97).toString());
        script.path(jdk("on-path", 101).resolve("bin"));
        jdk("candidates/java/newest", 105);

        assertEquals(directory.resolve("here").toString(), search("use_java javac && echo $JAVA_HOME"));
    }

    @Test
    void anOldJavaHomeIsPassedOverWithAWord() throws Exception {
        script.environment().put("JAVA_HOME", jdk("old", 17).toString());
        script.path(jdk("on-path", 97).resolve("bin"));

        assertEquals(
                "bash: passing over " + directory.resolve("old") + " (JAVA_HOME): Java 17 is older than 21\n"
                        + "bash: using Java 97 of " + directory.resolve("on-path"),
                search("use_java javac true"));
    }

    @Test
    void aJavaHomeWithoutJavaIsPassedOver() throws Exception {
        script.environment().put("JAVA_HOME", directory.resolve("nothing here").toString());
        script.path(jdk("on-path", 97).resolve("bin"));

        assertEquals(directory.resolve("on-path").toString(), search("use_java javac && echo $JAVA_HOME"));
    }

    @Test
    void aJavaThatOnlyClaimsToBeNewIsPassedOver() throws Exception {
        Path liar = jdk("liar", 17);
        Files.writeString(liar.resolve("release"), "JAVA_VERSION=\"97.0.1\"\n");
        script.environment().put("JAVA_HOME", liar.toString());
        script.path(jdk("on-path", 97).resolve("bin"));

        assertEquals(directory.resolve("on-path").toString(), search("use_java javac && echo $JAVA_HOME"));
    }

    @Test
    void theOneOnThePathIsFoundThroughLinks() throws Exception {
        Path jdk = jdk("real", 97);
        Files.createDirectories(directory.resolve("links"));
        Files.createSymbolicLink(directory.resolve("links/second"), Path.of("../real/bin/java"));
        Files.createSymbolicLink(directory.resolve("links/java"), Path.of("second"));
        script.environment().put("PATH", directory.resolve("links") + ":" + System.getenv("PATH"));

        assertEquals(jdk.toString(), search("use_java javac && echo $JAVA_HOME"));
    }

    @Test
    void ofTheUsualPlacesTheNewestLtsIsTaken() throws Exception {
        script.path(jdk("on-path", 17).resolve("bin"));
        jdk("candidates/java/lts", 97);
        Path newestLts = jdk("candidates/java/newest lts", 101);
        jdk("candidates/java/newest", 103);

        assertEquals(newestLts.toString(), search("use_java javac && echo $JAVA_HOME"));
    }

    @Test
    void aJavaWithoutCompilerRunsButDoesNotBuild() throws Exception {
        Path jre = jdk("jre", 97);
        Files.delete(jre.resolve("bin/javac"));
        script.environment().put("JAVA_HOME", jre.toString());
        script.path(jdk("on-path", 97).resolve("bin"));

        assertEquals(jre.toString(), search("use_java java && echo $JAVA_HOME"));
        assertEquals(directory.resolve("on-path").toString(), search("use_java javac && echo $JAVA_HOME"));
    }

    @Test
    void whereNoneFitsItIsSaidWhatToInstall() throws Exception {
        script.path(jdk("on-path", 17).resolve("bin"));

        String answer = search("java_needed=1000; use_java javac || echo failed");

        assertTrue(
                answer.matches(
                        "bash: no fitting Java found: a JDK 1000 or newer is needed.* To install one: .+\nfailed"),
                answer);
    }

    @Test
    void whereNothingIsBuiltARuntimeIsEnough() throws Exception {
        script.path(jdk("on-path", 17).resolve("bin"));
        script.tool("apt-cache", "echo temurin-1001-jdk; echo openjdk-1001-jdk-headless");

        String answer = search("java_needed=1000; use_java java || echo failed");

        assertTrue(
                answer.matches("bash: no fitting Java found: a Java runtime \\(JRE\\) 1000 or newer is needed.*"
                        + " To install one: apt-get install (temurin-1001-jre|openjdk-1001-jre-headless)\nfailed"),
                answer);
    }

    @Test
    void thePackageIsTheNewestLtsThatTheReleaseHas() throws Exception {
        script.tool("apt-cache", "printf 'openjdk-%s-jdk-headless\\n' 17 21 25 26; echo openjdk-29-jre-headless");
        assertEquals("openjdk-25-jdk-headless", search("debian_jdk"));

        script.tool("apt-cache", "echo openjdk-17-jdk-headless");
        assertEquals("none", search("debian_jdk || echo none"));
    }

    @Test
    void pathsBeyondAsciiCanBeOpenedWhateverTheLocale() throws Exception {
        script.environment().put("JAVA_HOME", jdk("here", 97).toString());
        script.environment().put("LC_ALL", "C");

        assertEquals("UTF-8", search("use_java java && locale charmap"));
    }

    @Test
    void anExportedCdpathLeadsNowhere() throws Exception {
        Files.createDirectories(directory.resolve("elsewhere/scripts"));
        script.environment().put("CDPATH", directory.resolve("elsewhere").toString());
        script.environment().put("JAVA_HOME", jdk("here", 97).toString());
        Path checkout = Files.createDirectories(directory.resolve("checkout/scripts"));
        Files.copy(SCRIPT, checkout.resolve("java.sh"));
        Files.copy(SCRIPT.resolveSibling("fuzz"), checkout.resolve("fuzz"));

        assertEquals("", script.run(checkout.getParent(), "bash", "scripts/fuzz", "--list"));
    }

    private Path jdk(String name, int version) throws IOException {
        return script.jdk(name, version);
    }

    private String search(String commands) throws Exception {
        return script.run(directory, "bash", "-c", "set -euo pipefail; . '" + SCRIPT + "'; " + commands);
    }
}
