package org.dske.launcher.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * Scripts of the project, run in an environment of the test's own, with tools that only say what they are.
 *
 * @param directory where the tools and the stand-ins for Java are
 * @param environment what the scripts get, beside what this process has
 */
record ScriptRun(Path directory, Map<String, String> environment) {
    /** The project. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    ScriptRun(Path directory) {
        this(directory, new HashMap<>(Map.of("SDKMAN_DIR", directory.toString(), "PATH", System.getenv("PATH"))));
    }

    /** A Java that only tells its version. */
    Path jdk(String name, int version) throws IOException {
        Path home = directory.resolve(name);
        executable(
                home.resolve("bin/java"),
                "echo 'Picked up nothing' >&2; echo 'openjdk version \"" + version + ".0.1\"' >&2");
        executable(home.resolve("bin/javac"), "");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        return home;
    }

    /** Puts a directory before all others on the PATH. */
    void path(Path bin) {
        environment.put("PATH", bin + ":" + environment.get("PATH"));
    }

    /** Puts a tool on the PATH. */
    void tool(String name, String script) throws IOException {
        executable(directory.resolve("tools").resolve(name), script);
        path(directory.resolve("tools"));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** What a command prints, to either stream. */
    String run(Path where, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
