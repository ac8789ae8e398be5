package org.dske.integration;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dske.launcher.topology.TopologyNode;

/** Ports that nothing uses, below those that the system gives out by itself. */
final class FreePorts {
    private static final int FIRST = 23_000;
    private static final int COUNT = 1_000;
    private static final int ATTEMPTS = 200;

    private FreePorts() {}

    /** The first of so many ports in a row. */
    static int row(int length) {
        return row(length, FreePorts::isFree);
    }

    /** The first of so many ports in a row, whose HTTPS ports are free too. */
    static int rowWithHttps(int length) {
        return row(length, port -> isFree(port) && isFree(port + TopologyNode.HTTPS_OFFSET));
    }

    private static int row(int length, IntPredicate free) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = FIRST + ThreadLocalRandom.current().nextInt(COUNT - length);
            if (IntStream.range(first, first + length).allMatch(free)) {
                return first;
            }
        }
        throw new AssertionError("no " + length + " free ports in a row from " + FIRST + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
