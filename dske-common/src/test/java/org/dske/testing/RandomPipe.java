package org.dske.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Assertions;

/** A random device that gives bytes when a test wants it to: a named pipe. */
public final class RandomPipe implements AutoCloseable {
    private final Path path;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::run, "random-pipe");

    /**
     * Makes the pipe.
     *
     * @param directory where
     * @throws IOException if that fails
     */
    public RandomPipe(Path directory) throws IOException {
        this.path = directory.resolve("random-pipe");
        Assertions.assertEquals(0, Await.exit(new ProcessBuilder("mkfifo", path.toString()).start(), Await.LONG));
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * The device.
     *
     * @return its path
     */
    public Path path() {
        return path;
    }

    /**
     * Gives random bytes, in the background.
     *
     * @param size how many
     */
    public void write(int size) {
        byte[] bytes = new byte[size];
        new SecureRandom().nextBytes(bytes);
        waiting.add(bytes);
    }

    private void run() {
        // Waits for a reader.
        try (OutputStream out = Files.newOutputStream(path)) {
            while (true) {
                out.write(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        writer.interrupt();
    }
}
