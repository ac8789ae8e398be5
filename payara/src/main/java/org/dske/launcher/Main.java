package org.dske.launcher;

import org.dske.launcher.command.CommandLines;

/** The program that the script {@code dske} runs. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and exits with its status: 0 if it worked, 1 if not, 2 if the command line or the topology is wrong.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(CommandLines.create().execute(arguments));
    }
}
