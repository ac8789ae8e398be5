package org.dske.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dske.json.ErrorReader;
import org.dske.protocol.ErrorMessage;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.testing.EchoServer;
import org.dske.testing.Mutations;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JSON bodies between hub and client: whatever arrives, it is a message or a 400. */
class MessageFuzzTest {
    private static final List<Class<?>> MESSAGES = messages();
    private static final EchoServer SERVER = new EchoServer(1 << 20, MESSAGES);
    private static final ErrorReader ERRORS = new ErrorReader();

    /** Every body is read as every message. */
    @FuzzTest
    @Timeout(20)
    void body(byte[] input) {
        for (Class<?> message : MESSAGES) {
            EchoServer.Answer answer = SERVER.post(message, input);
            if (answer.status() == 200) {
                EchoServer.Answer again = SERVER.post(message, answer.body());
                assertEquals(200, again.status(), () -> "what was written as a " + message.getSimpleName());
                assertArrayEquals(answer.body(), again.body(), () -> "a " + message.getSimpleName() + " changes");
            } else {
                assertEquals(400, answer.status(), () -> "read as a " + message.getSimpleName());
                assertTrue(ERRORS.read(answer.body()).isPresent(), "an error without a message");
            }
        }
        ERRORS.read(input);
    }

    @Test
    void seedsWithChangesAreReadOrRefused() {
        Seed.check(random ->
                Mutations.of(getClass(), "body").inputs(random).limit(100).forEach(this::body));
    }

    @Test
    void allMessagesAreTried() {
        assertTrue(MESSAGES.contains(PostKeySharesRequest.class) && MESSAGES.contains(ErrorMessage.class));
        assertTrue(MESSAGES.size() >= 12, () -> MESSAGES.toString());
    }

    @Test
    void thereIsASeedThatEachMessageIsReadFrom() {
        List<byte[]> seeds = Mutations.of(getClass(), "body").seeds();
        for (Class<?> message : MESSAGES) {
            assertTrue(
                    seeds.stream().anyMatch(seed -> SERVER.post(message, seed).status() == 200),
                    () -> "no seed is a " + message.getSimpleName() + " such as "
                            + new String(
                                    SERVER.post(message, "{}".getBytes(StandardCharsets.UTF_8))
                                            .body(),
                                    StandardCharsets.UTF_8));
        }
    }

    /** The records of the package that are bodies by themselves. */
    private static List<Class<?>> messages() {
        try (Stream<Path> files = Files.list(
                Path.of(ErrorMessage.class.getResource("ErrorMessage.class").toURI())
                        .resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                    .sorted()
                    .<Class<?>>map(name -> named(name.substring(0, name.length() - ".class".length())))
                    .filter(Class::isRecord)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> named(String simpleName) {
        try {
            return Class.forName(ErrorMessage.class.getPackageName() + "." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
