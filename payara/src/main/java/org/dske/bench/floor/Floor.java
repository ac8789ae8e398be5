package org.dske.bench.floor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dske.bench.load.Loop;
import org.dske.bench.load.Measured;
import org.dske.launcher.server.Installation;

/** What an echo costs: the least that a request can, on this machine and this server. */
public final class Floor {
    private static final Duration LEAST_WARM_UP = Duration.ofSeconds(12);
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(80);
    private static final Duration SETTLE = Duration.ofSeconds(1);
    /** One at a time, for each of which threads are woken that sleep; and so many that they hardly do, which costs least. */
    private static final List<Loop> LOOPS = List.of(new Loop.Closed(1), new Loop.Closed(32));

    private Floor() {}

    /**
     * Measures echoes on a server of their own, which is as warm as it gets: a floor is what nothing goes below.
     *
     * @param installation what the server is started from
     * @param nodes in place of how many nodes in one process it has Java's options
     * @param time how long each load of echoes goes on
     * @param progress is told what goes on
     * @return the loads: one echo at a time, and 32
     */
    public static List<Measured> measure(
            Installation installation, int nodes, Duration time, Consumer<String> progress) {
        try (EchoServer server = new EchoServer(installation, nodes)) {
            progress.accept("warm-up: echoes");
            Measured.warmUp(LOOPS.getLast(), LEAST_WARM_UP, MOST_WARM_UP, server.echoes(), server.process());
            List<Measured> floors = new ArrayList<>();
            for (Loop loop : LOOPS) {
                progress.accept("echoes: " + loop.title());
                floors.add(Measured.load(loop, SETTLE, time, server.echoes(), server.process()));
            }
            return floors;
        }
    }
}
