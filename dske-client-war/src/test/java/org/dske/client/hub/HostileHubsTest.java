package org.dske.client.hub;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hubs that do with the bytes of their answers whatever they like hold up neither the other hubs nor, once they behave, themselves. */
class HostileHubsTest {
    private static TestNetwork network(String... properties) {
        List<String> all = Stream.concat(
                        Stream.of("relay.hub-timeout", "1s", "relay.timeout", "20s", "relay.straggler-limit", "50ms"),
                        Stream.of(properties))
                .toList();
        return new TestNetwork(all.toArray(new String[0]));
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "HALF", "TRICKLE", "CUT", "HUGE", "ENDLESS"})
    void inBandTwoOfThemDoNoHarmAndAreOfUseAgainAsSoonAsTheyBehave(Fault fault) {
        try (TestNetwork network = network()) {
            network.fakes
                    .subList(0, 2)
                    .forEach(hub -> hub.fault = call -> call.signature().isEmpty() ? Fault.NONE : fault);
            network.pair("");
            network.pair("?number=3");
            network.behave();
            network.awaitReady();
            long before = network.fake(0).count("GET key-share");
            network.pair("");
            await("it is asked again", () -> network.fake(0).count("GET key-share") > before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "HALF", "TRICKLE"})
    void inBandThreeOfThemCostARequestNoMoreThanOneAnswerMayTake(Fault fault) {
        try (TestNetwork network = network("relay.timeout", "1h")) {
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            network.misbehave(3, "GET key-share", fault);
            String path = "sam/dec_keys?key_ID=" + master.keyId();
            Response answer = network.connie.keys("sofia", path);
            assertEquals(503, answer.status(), answer::toString);
            network.behave();
            assertEquals(master.key(), network.connie.keys("sofia", path).key());
        }
    }

    /** A block of 1 MiB whose answer stops half-way used to take the hub away until the client was started anew. */
    @ParameterizedTest
    @CsvSource({
        "PUT registration,HANG",
        "PUT registration,HALF",
        "PUT registration,TRICKLE",
        "PUT registration,CUT",
        "GET psrd,HANG",
        "GET psrd,HALF",
        "GET psrd,TRICKLE",
        "GET psrd,CUT",
        "GET psrd,HUGE"
    })
    void outOfBandOneOfThemIsGivenUpInTimeAndTriedAgainAndTheOthersGoOn(String what, Fault fault) {
        try (TestNetwork network = network()) {
            FakeHub hank = network.fake(0);
            network.misbehave(1, what, fault);
            hank.forget();
            network.pair("");
            await(
                    "hank is given up",
                    () -> network.carol.hub("hank").registration().reason() != null);
            long before = hank.count(what);
            await("he is tried again", () -> hank.count(what) > before + 1);
            network.pair("");
            network.behave();
            network.awaitReady();
            network.pair("");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "HALF", "TRICKLE"})
    void aClientStartsThoughTwoHubsNeverFinishAnAnswer(Fault fault) {
        try (TestNetwork network = new TestNetwork(false, "relay.hub-timeout", "1s", "relay.straggler-limit", "50ms")) {
            network.fakes.subList(0, 2).forEach(hub -> hub.fault = call -> fault);
            Stream.of(network.carol, network.connie)
                    .forEach(client -> network.fakes
                            .subList(2, 5)
                            .forEach(hub -> await(
                                    "the others are ready",
                                    () -> client.hub(hub.name()).isReady())));
            network.pair("");
        }
    }

    @Test
    void aHubThatNeverFinishesItsLastAnswerDoesNotKeepAClientFromStopping() {
        try (TestNetwork network = network()) {
            network.misbehave(5, "DELETE registration", Fault.TRICKLE);
            long before = System.nanoTime();
            network.carol.hubs.close();
            assertTrue(System.nanoTime() - before < 20_000_000_000L, "it took too long");
        }
    }
}
