package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;

/** Tests that run the launcher, with what it printed the last time. */
abstract class LauncherRun {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** Runs a command; the result is the exit status. */
    final int execute(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine(Map.of(), Clock.systemUTC(), new SecureRandom());
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    /** The command failed with one line. */
    final void assertOneLine(String start) {
        assertTrue(err.toString().startsWith(start), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }
}
