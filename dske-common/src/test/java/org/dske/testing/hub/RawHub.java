package org.dske.testing.hub;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A hub that is no more than a socket: what it answers, byte for byte and with what pauses, a test says. It sees when the client
 * closes the connection.
 */
public final class RawHub implements AutoCloseable {
    /** What it does with a connection after it has read a request. */
    public interface Answer {
        /**
         * Answers.
         *
         * @param connection where the request came from
         * @throws IOException if the client has closed the connection
         */
        void send(Connection connection) throws IOException;
    }

    /** Says how a request is answered; it is given the request line. */
    public volatile Function<String, Answer> answers;

    /** The request lines, in the order in which they came. */
    public final Queue<String> requests = new ConcurrentLinkedQueue<>();

    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    /**
     * A hub that runs.
     *
     * @param answer how it answers every request
     */
    public RawHub(Answer answer) {
        this.answers = request -> answer;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /**
     * The hub's base URL.
     *
     * @return such as {@code http://127.0.0.1:40000/hub/hank}
     */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hub/hank");
    }

    /**
     * How many connections are open.
     *
     * @return those that neither side has closed
     */
    public int open() {
        return open.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Connection connection = new Connection(in, socket.getOutputStream());
            for (String line = request(in); !line.isEmpty(); line = request(in)) {
                requests.add(line);
                answers.apply(line).send(connection);
            }
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            open.decrementAndGet();
        }
    }

    /** Reads a request to its end; its first line, empty if there is none. */
    private static String request(InputStream in) throws IOException {
        String first = line(in);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
        }
        in.readNBytes(length);
        return first;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /** Closes all connections. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of a client's. */
    public static final class Connection {
        private final InputStream in;
        private final OutputStream out;

        private Connection(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        /**
         * Sends text.
         *
         * @param text the bytes, in ISO 8859-1; a line feed stands for the end of a line of HTTP
         * @throws IOException if the client has closed the connection
         */
        public void write(String text) throws IOException {
            out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /**
         * Sends the same text for ever.
         *
         * @param text the text
         * @param pauseMillis how long to wait before each
         * @throws IOException when the client has closed the connection
         */
        public void writeForEver(String text, long pauseMillis) throws IOException {
            while (true) {
                try {
                    Thread.sleep(pauseMillis);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                write(text);
            }
        }

        /**
         * Says nothing until the client closes the connection.
         *
         * @throws IOException when it breaks it
         */
        public void fallSilent() throws IOException {
            while (in.read() >= 0) {
                // Whatever it sends, there is no answer.
            }
            throw new IOException("closed");
        }

        /**
         * What closes the connection when it is thrown.
         *
         * @return an exception
         */
        public IOException cut() {
            return new IOException("cut");
        }

        /**
         * Sends a whole answer.
         *
         * @param status such as {@code 200 OK}
         * @param body its body, ASCII
         * @throws IOException if the client has closed the connection
         */
        public void answer(String status, String body) throws IOException {
            write("HTTP/1.1 " + status + "\nContent-Type: application/json\nContent-Length: " + body.length() + "\n\n");
            out.write(body.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }
}
