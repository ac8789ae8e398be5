package org.dske.launcher.command;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;

/** The program that the script {@code dske} runs. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and exits with its status: 0 if it worked, 1 if not, 2 if the command line or the topology is wrong. Keys go
     * where the topology says: no proxy that the environment names is used, for nothing.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        ProxySelector.setDefault(HttpClient.Builder.NO_PROXY);
        System.exit(CommandLines.create(System.getenv(), Clock.systemUTC(), new SecureRandom())
                .execute(arguments));
    }
}
