package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forty nodes in one process, all of which become ready, and which end with it: {@value #USUAL} times, or as often as
 * {@code -Ddske.starts=50} says. Their PSRD blocks are small, so that it is the start that counts.
 */
class ManyNodesIT {
    private static final int HUBS = 20;
    private static final int CLIENTS = 20;
    private static final int USUAL = 1;

    private LaunchedNetwork network;

    @BeforeEach
    void write() {
        network = LaunchedNetwork.of("many", """
                k: 11
                base-port: %d
                settings:
                  laboratory: true
                  etsi.plain-http: true
                  psrd.demonstration: true
                  # Forty files on one disk are another test's.
                  store: memory
                hubs:
                %s
                clients:
                %s
                """.formatted(
                        FreePorts.row(HUBS + CLIENTS),
                        nodes(HUBS, "  - name: hub%1$d"),
                        nodes(CLIENTS, "  - name: client%1$d\n    encryptors: [sae%1$d]")));
        // Left over by a run that was killed.
        network.close();
    }

    @AfterEach
    void stop() {
        network.close();
    }

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("dske.starts", USUAL));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void fortyNodesStartTogether(int round) {
        network.run("start", "--single-process", "--timeout", "300");
        network.nodes().forEach(Node::assertReady);
        network.encryptor("sae0").keyPair(network.encryptor("sae" + (CLIENTS - 1)));
        network.stop();
        assertEquals(List.of(), network.processes(), "after round " + round);
    }

    private static String nodes(int count, String node) {
        return IntStream.range(0, count)
                .mapToObj(number -> node.formatted(number))
                .collect(Collectors.joining("\n"));
    }
}
