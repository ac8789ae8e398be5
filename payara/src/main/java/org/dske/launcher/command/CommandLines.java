package org.dske.launcher.command;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.dske.launcher.LauncherException;
import picocli.CommandLine;

/** Makes the command line: every failure is a line on the standard error output and an exit status, never a stack trace. */
final class CommandLines {
    private static final String PREFIX = "dske: ";
    /** Set it to see where an internal error comes from. */
    private static final String DEBUG = "DSKE_DEBUG";

    private CommandLines() {}

    static CommandLine create(Map<String, String> environment, Clock clock, SecureRandom random) {
        CommandLine commandLine = new CommandLine(new DskeCommand(clock, random));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((exception, arguments) -> {
            exception.getCommandLine().getErr().println(PREFIX + firstLine(exception) + " (try --help)");
            return LauncherException.USAGE;
        });
        commandLine.setExecutionExceptionHandler((exception, failed, result) -> {
            if (exception instanceof LauncherException expected) {
                failed.getErr().println(PREFIX + expected.getMessage());
                return expected.exitStatus();
            }
            failed.getErr()
                    .println(PREFIX + "internal error: " + exception.getClass().getName() + ": " + firstLine(exception)
                            + " (set " + DEBUG + "=1 to see where)");
            if (environment.containsKey(DEBUG)) {
                exception.printStackTrace(failed.getErr());
            }
            return LauncherException.FAILED;
        });
        return commandLine;
    }

    private static String firstLine(Exception exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
    }
}
