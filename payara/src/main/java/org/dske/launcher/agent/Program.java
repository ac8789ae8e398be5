package org.dske.launcher.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.dske.launcher.LauncherException;

/** Runs other programs, to their end. What is secret goes to their standard input, never to their arguments or environment. */
final class Program {
    private Program() {}

    private record Ended(int status, String out) {}

    /**
     * Runs one; its errors go to our standard error output.
     *
     * @param environment in addition to ours
     * @param input its standard input
     * @return what it prints
     * @throws LauncherException if there is no such program, or it fails
     */
    static String run(List<String> command, Map<String, String> environment, String input) {
        Ended ended = end(command, environment, input);
        if (ended.status() != 0) {
            throw new LauncherException(command.getFirst() + " ends with status " + ended.status());
        }
        return ended.out();
    }

    /** Runs one, and says whether it did not fail. */
    static boolean runsWell(List<String> command) {
        return end(command, Map.of(), "").status() == 0;
    }

    private static Ended end(List<String> command, Map<String, String> environment, String input) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            feed(process, input);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            process.getInputStream().transferTo(out);
            return new Ended(process.waitFor(), out.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LauncherException("cannot run " + command.getFirst() + ": " + LauncherException.reason(e));
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }

    /** One that does not read its input may have ended before: its exit status says whether it wanted to. */
    private static void feed(Process process, String input) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (process.isAlive()) {
                process.destroy();
                throw e;
            }
        }
    }

    /** A command as a shell reads it. */
    static List<String> shell(String command, String... arguments) {
        return List.of("/bin/sh", "-c", command, "sh", String.join(" ", arguments));
    }
}
