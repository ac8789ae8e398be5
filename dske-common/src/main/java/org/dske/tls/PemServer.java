package org.dske.tls;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.security.Security;
import java.time.InstantSource;
import java.util.Arrays;

/** Runs a server that can be told to use {@link PemProvider}: {@code java org.dske.tls.PemServer DIRECTORY MAIN-CLASS ARGUMENT...}. */
public final class PemServer {
    private PemServer() {}

    /** Adds the provider for the directory of the PEM files, the first argument, and goes on as the server, the other arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Security.addProvider(new PemProvider(Path.of(arguments[0]), InstantSource.system()));
        try {
            Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 2, arguments.length));
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
