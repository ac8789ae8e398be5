package org.dske.integration;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Floods a door of a node from an address of its own. It is held to so many blows a second, since it shares the machine with the nodes, and
 * its own processor time is not to be taken for theirs; each of them is cheap here, and what it costs the node is the node's.
 */
final class Attacker implements AutoCloseable {
    private static final int THREADS = 200;
    private static final int HELD = 3_000;
    private static final int TIMEOUT_MILLIS = 5_000;

    private final InetAddress address;
    private final long pauseNanos;
    private final Deque<Socket> held = new ConcurrentLinkedDeque<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger blows = new AtomicInteger();
    private volatile boolean over;

    /** Something that is done to a node, again and again. */
    @FunctionalInterface
    interface Blow {
        void strike(Attacker attacker) throws IOException;
    }

    /** An attacker who strikes so often a second. */
    Attacker(InetAddress address, int perSecond) {
        this.address = address;
        this.pauseNanos = Duration.ofSeconds(THREADS).toNanos() / perSecond;
    }

    /** Begins, and goes on until it is closed. */
    void begin(Blow blow) {
        for (int i = 0; i < THREADS; i++) {
            long first = pauseNanos * i / THREADS;
            threads.execute(() -> {
                LockSupport.parkNanos(first);
                while (!over) {
                    long begin = System.nanoTime();
                    try {
                        blow.strike(this);
                        blows.incrementAndGet();
                    } catch (IOException e) {
                        // The node has had enough of it.
                        blows.incrementAndGet();
                    }
                    LockSupport.parkNanos(begin + pauseNanos - System.nanoTime());
                }
            });
        }
    }

    int blows() {
        return blows.get();
    }

    InetAddress address() {
        return address;
    }

    /** A connection. */
    Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(address, 0));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends something over a connection of its own, and leaves it open without reading an answer. */
    void hold(int port, byte[] bytes) throws IOException {
        hold(connect(port), bytes);
    }

    void hold(Socket socket, byte[] bytes) throws IOException {
        held.add(socket);
        if (held.size() > HELD) {
            held.remove().close();
        }
        socket.getOutputStream().write(bytes);
    }

    /** Sends something over a connection of its own, and waits for the first byte that comes back, or the end. */
    void ask(int port, byte[] bytes) throws IOException {
        try (Socket socket = connect(port)) {
            ask(socket, bytes);
        }
    }

    static void ask(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        InputStream in = socket.getInputStream();
        byte[] some = new byte[1 << 12];
        if (in.read(some) < 0) {
            throw new IOException("closed");
        }
    }

    /** The head of a request, and as much of a body. */
    static byte[] request(String method, String path, String headers, int size, int sent) {
        String length = size > 0 ? "Content-Type: application/json\r\nContent-Length: " + size + "\r\n" : "";
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + length + "\r\n" + " ".repeat(sent))
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (Socket socket = held.poll(); socket != null; socket = held.poll()) {
            socket.close();
        }
        threads.close();
        for (Socket socket = held.poll(); socket != null; socket = held.poll()) {
            socket.close();
        }
    }
}
