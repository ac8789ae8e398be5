package org.dske.provider;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.security.Security;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Runs a server that can be told to use {@link PemProvider}: {@code java org.dske.provider.PemServer DIRECTORY WORD MAIN-CLASS ARGUMENT...}. The
 * word says who in the process has the {@linkplain HybridKeyExchange hybrid key exchange}: {@code all}, {@code nodes} or {@code nobody}.
 */
public final class PemServer {
    private PemServer() {}

    /** The words for who has the hybrid key exchange. */
    public static final String ALL = "all";

    public static final String NODES = "nodes";
    public static final String NOBODY = "nobody";

    private static final int OWN_ARGUMENTS = 3;

    /** Adds the provider for the directory of the PEM files, the first argument, and goes on as the server. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Security.addProvider(new PemProvider(Path.of(arguments[0]), InstantSource.system()));
        if (!arguments[1].equals(NOBODY)) {
            HybridKeyExchange.install(arguments[1].equals(ALL));
        }
        try {
            Class.forName(arguments[2]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, OWN_ARGUMENTS, arguments.length));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
