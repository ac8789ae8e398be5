package org.dske.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dske.launcher.server.StateDirectory;
import org.dske.testing.Await;

/**
 * The launcher's command line, run as the script {@code dske} runs it, but for the build.
 *
 * @param topology the topology file
 * @param state where logs and process IDs go
 */
record Launcher(Path topology, StateDirectory state) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /**
     * What a command came to.
     *
     * @param status the exit status
     * @param out the standard output
     * @param err the standard error output
     */
    record Result(int status, String out, String err) {
        @Override
        public String toString() {
            return "exit status " + status + "\n" + out + err;
        }
    }

    /** The project's directory. */
    static Path project() {
        return Path.of(System.getProperty("dske.home")).toAbsolutePath().normalize();
    }

    Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command, with more in its environment. */
    Result run(Map<String, String> environment, String... arguments) {
        return run(environment, command(arguments));
    }

    /** The command line of a command. */
    List<String> command(String... arguments) {
        Path modules = project().resolve("payara").resolve("target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Ddske.home=" + project(),
                "-cp",
                modules.resolve("dske-launcher.jar") + ":" + modules.resolve("lib") + "/*",
                "org.dske.launcher.main.Main",
                "--topology",
                topology.toString(),
                "--state-directory",
                state.path().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Result run(List<String> command) {
        return run(Map.of(), command);
    }

    private static Result run(Map<String, String> environment, List<String> command) {
        Path out = null;
        Path err = null;
        try {
            out = Files.createTempFile("launcher", ".out");
            err = Files.createTempFile("launcher", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            int status = Await.exit(process, LIMIT);
            return new Result(status, Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(out);
            delete(err);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
