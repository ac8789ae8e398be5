package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Postgres;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A hub on three machines with one store in PostgreSQL, and a client on two, in one network for all tests. Where a test kills {@code helen},
 * each key that is had needs the share of the hub on three machines.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralMachinesIT {
    /** Each has more to die than one of {@link CrashIT}. */
    private static final int ROUNDS = Math.ceilDiv(CrashIT.ROUNDS, 4);

    private static final int KEYS = 10;

    @RegisterExtension
    final TestExecutionExceptionHandler logs = (context, failure) -> {
        System.err.println(context.getDisplayName() + " failed\n" + network().logTails());
        throw failure;
    };

    private final Postgres postgres = Postgres.start();
    private final ProxiedNetwork network = new ProxiedNetwork(
            "several",
            2,
            "[{name: hank, instances: [a, b, c], settings: {store.shares: '%s', store.key-file: '%s'}}, {name: helen}, {name: hilary}]"
                    .formatted(
                            postgres.newDatabase(),
                            LaunchedNetwork.file("several-hubs/hank.key", "0123456789abcdef".repeat(4))),
            "[{name: carol, instances: [east, west], encryptors: [sam, sara]}, {name: connie, encryptors: [sofia, susan]}]",
            "sam",
            "sofia",
            "sara",
            "susan");
    private final Encryptor sam = network.encryptor("sam");
    private final Encryptor sofia = network.encryptor("sofia");
    private final Node helen = network.node("helen");

    private ProxiedNetwork network() {
        return network;
    }

    @BeforeAll
    void start() {
        network.start();
    }

    /** Tests leave dead what they have killed. */
    @BeforeEach
    void heal() {
        network.heal();
    }

    @AfterAll
    void stop() {
        network.close();
        postgres.close();
    }

    @Test
    void aHubGoesOnWithTheMachinesThatAreLeftAndAnyGivesOutAnyShare() {
        List<DeliveredKey> before = sam.keys(sofia, KEYS);
        List.of(helen, network.node("hank/a"), network.node("hank/c")).forEach(Node::kill);
        for (int i = 0; i < KEYS; i++) {
            sam.keyPair(sofia);
        }
        sofia.getsTheSame(sam, before);
    }

    @Test
    void aHubSaysThatItsDatabaseIsAwayAndGoesOnByItselfWithAllThatItHad() {
        List<DeliveredKey> before = sam.keys(sofia, KEYS);
        List<Long> processes = hank().stream().map(Node::pid).toList();
        postgres.kill();
        // Others are enough.
        sam.keyPair(sofia);
        helen.kill();
        assertNamesTheDatabase(sam.encKeys(sofia));
        assertNamesTheDatabase(sofia.decKeys(sam, before.getFirst().id()));

        postgres.restart();
        Await.until(Await.LONG, () -> sam.keyPair(sofia));
        sofia.getsTheSame(sam, before);
        assertEquals(processes, hank().stream().map(Node::pid).toList());
    }

    private static void assertNamesTheDatabase(Response answer) {
        String reason = answer.details(503).getOrDefault("hank", "");
        assertTrue(reason.contains("the database is away"), answer::toString);
    }

    @Test
    void aKeyThatWasMadeAtOneMachineOfAClientIsFetchedAtTheOther() {
        at("carol/west", "sara").getsTheSame(sam, at("carol/east", "sam").key(at("carol/east", "sara")));
        at("carol/east", "sara").getsTheSame(sam, at("carol/west", "sam").key(at("carol/west", "sara")));
        sofia.getsTheSame(sam, at("carol/west", "sam").key(sofia));
        at("carol/west", "sam").getsTheSame(sofia, sofia.key(sam));
    }

    /** Of three hubs, one of two machines gets the shares of two, which are enough. */
    @Test
    void aSlaveGetsAKeyOnceAlthoughBothMachinesOfItsClientAreAskedAtTheSameMoment() {
        for (DeliveredKey key : sofia.keys(sam, KEYS)) {
            List<CompletableFuture<Response>> asked = Stream.of("carol/east", "carol/west")
                    .map(machine -> CompletableFuture.supplyAsync(
                            () -> at(machine, "sam").decKeys(sofia, key.id())))
                    .toList();
            List<Response> got = asked.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() == 200)
                    .toList();
            assertEquals(1, got.size(), "machines that the slave got the key at");
            assertTrue(Encryptor.keys(got.getFirst().json()).equals(List.of(key)), "the two ends have different keys");
            at("carol/east", "sam").decKeys(sofia, key.id()).error(400);
            at("carol/west", "sam").decKeys(sofia, key.id()).error(400);
        }
    }

    /** {@code -Ddske.crash.rounds=200} makes it 50. */
    @Test
    void noCrashOfMachinesOrTheDatabaseLosesAKeyOrBringsAByteBack() {
        helen.kill();
        Seed.check(random -> {
            for (int round = 1; round <= ROUNDS; round++) {
                round(random, round);
            }
        });
        network.assertWatched(ROUNDS);
    }

    /** A machine of the hub dies each time, mostly with the database, and now and then with a client. */
    private void round(Random random, int round) {
        List<Node> victims = new ArrayList<>(List.of(hank().get(random.nextInt(hank().size()))));
        if (random.nextInt(3) == 0) {
            victims.add(network.clients().get(random.nextInt(network.clients().size())));
        }
        boolean database = random.nextInt(3) > 0;
        network.round(
                "round " + round + ", in which " + victims + (database ? " and PostgreSQL" : "") + " died",
                random,
                () -> {
                    victims.forEach(Node::kill);
                    if (database) {
                        postgres.kill();
                    }
                },
                () -> {
                    if (database) {
                        postgres.restart();
                    }
                    network.start(victims);
                });
    }

    private List<Node> hank() {
        return network.hubs().stream()
                .filter(node -> node.name().equals("hank"))
                .toList();
    }

    /** An encryptor at one of its client's machines. */
    private Encryptor at(String machine, String name) {
        return new Encryptor(name, network.node(machine).url(""));
    }
}
