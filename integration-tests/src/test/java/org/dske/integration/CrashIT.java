package org.dske.integration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.dske.testing.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Kills nodes at random points under load, again and again, and starts them again. {@code -Ddske.crash.rounds} says how often; which
 * nodes and when can be repeated with {@code -Ddske.seed}, as far as processes can.
 */
class CrashIT {
    /** How often nodes are killed. */
    static final int ROUNDS = Integer.getInteger("dske.crash.rounds", 8);

    private final ProxiedNetwork network = new ProxiedNetwork(
            "crash",
            2,
            "[{name: hank}, {name: helen}, {name: hilary}]",
            "[{name: carol, encryptors: [sam, sara]}, {name: connie, encryptors: [sofia, susan]}]",
            "sam",
            "sofia",
            "sara",
            "susan");

    @BeforeEach
    void start() {
        network.start();
    }

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void noCrashLosesAKeyOrBringsAByteBack() {
        Seed.check(random -> {
            for (int round = 1; round <= ROUNDS; round++) {
                List<Node> victims = victims(random);
                network.round(
                        "round " + round + ", in which " + victims + " died",
                        random,
                        () -> victims.forEach(Node::kill),
                        () -> {
                            network.start(victims);
                            network.awaitReady();
                        });
            }
        });
        network.assertWatched(ROUNDS);
    }

    /** One hub, one client, one of each, or several of any kind, in any order. */
    private List<Node> victims(Random random) {
        List<Node> all = new ArrayList<>(network.hubs());
        List<Node> initiators = new ArrayList<>(network.clients());
        Collections.shuffle(all, random);
        Collections.shuffle(initiators, random);
        Node hub = all.get(0);
        Node client = initiators.get(0);
        all.addAll(initiators);
        Collections.shuffle(all, random);
        return switch (random.nextInt(4)) {
            case 0 -> List.of(hub);
            case 1 -> List.of(client);
            case 2 -> random.nextBoolean() ? List.of(hub, client) : List.of(client, hub);
            // Mostly two or three, at times all: each that starts takes seconds.
            default -> all.subList(0, 2 + random.nextInt(1 + random.nextInt(all.size() - 1)));
        };
    }
}
