package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dske.testing.Await;

/** {@code ./dske console}, until it is closed, as by Ctrl-C. */
final class ConsoleProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final String url;

    /** At a port that is free. */
    ConsoleProcess(Launcher launcher, String... options) {
        List<String> arguments = new ArrayList<>(List.of("console", "--port", "0", "--json"));
        arguments.addAll(List.of(options));
        try {
            process = new ProcessBuilder(launcher.command(arguments.toArray(String[]::new)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader();
            String line = out.readLine();
            assertTrue(line != null, "the console says nothing");
            JsonObject said = Json.createReader(new StringReader(line)).readObject();
            url = said.getString("url");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        Await.exit(process, LIMIT);
    }
}
