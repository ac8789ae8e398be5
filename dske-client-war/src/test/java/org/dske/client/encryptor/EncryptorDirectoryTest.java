package org.dske.client.encryptor;

import static org.dske.client.api.TestNetwork.SAM;
import static org.dske.client.api.TestNetwork.SOFIA;
import static org.dske.client.api.TestNetwork.await;
import static org.dske.client.api.TestNetwork.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.dske.client.api.TestNetwork;
import org.dske.client.establishment.KeyRequest;
import org.dske.client.hub.TooFewHubsException;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.sharing.SharingMode;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The slaves of a key are looked up before it is made. */
class EncryptorDirectoryTest {
    private static final List<Long> NONE = List.of(0L, 0L, 0L, 0L, 0L);
    private static final List<Long> ONCE = List.of(1L, 1L, 1L, 1L, 1L);
    private static final String SOFIA_ASKED = "GET encryptors/sofia";

    private static TestNetwork network(String... properties) {
        List<String> all = new ArrayList<>(List.of("psrd.block-size", "20000"));
        all.addAll(List.of(properties));
        return new TestNetwork(all.toArray(new String[0]));
    }

    private static KeyRequest with(String... slaves) {
        return new KeyRequest(SAM, List.of(slaves).stream().map(SaeId::new).toList(), 1, 32, SharingMode.ITS);
    }

    private static void requireNothingPosted(TestNetwork network) {
        assertEquals(NONE, network.counts("POST key-share"));
        assertEquals(NONE, network.counts("POST key-shares"));
    }

    @Test
    void forASlaveThatNobodyHasRegisteredNothingIsEstablished() {
        try (TestNetwork network = network()) {
            InvalidException failure =
                    assertThrows(InvalidException.class, () -> network.carol.establish(with("nobody")));
            assertEquals("SAE nobody is not registered with any KME", failure.getMessage());
            requireNothingPosted(network);
        }
    }

    @Test
    void allSlavesMustBeRegistered() {
        try (TestNetwork network = network()) {
            assertThrows(InvalidException.class, () -> network.carol.establish(with("sofia", "nobody")));
            requireNothingPosted(network);
        }
    }

    @Test
    void thatNobodyHasRegisteredASlaveIsNotRemembered() {
        try (TestNetwork network = network()) {
            assertThrows(InvalidException.class, () -> network.carol.establish(with("stefan")));
            network.fakes.forEach(hub -> hub.elsewhere = Map.of("stefan", "curtis"));
            network.carol.establish(with("stefan"));
        }
    }

    @Test
    void aSlaveIsLookedUpOnceInAMinute() {
        try (TestNetwork network = network()) {
            network.establish(1, 32);
            network.establish(1, 32);
            await("all hubs were asked", () -> network.counts(SOFIA_ASKED).equals(ONCE));
            network.carol.clock.advance(Duration.ofSeconds(61));
            network.establish(1, 32);
            await("all hubs were asked again", () -> network.counts(SOFIA_ASKED).equals(List.of(2L, 2L, 2L, 2L, 2L)));
        }
    }

    @Test
    void towardsTheEndOfTheMinuteASlaveIsLookedUpInTheBackground() {
        try (TestNetwork network = network("relay.timeout", "60s", "relay.hub-timeout", "60s")) {
            network.establish(1, 32);
            network.carol.clock.advance(Duration.ofSeconds(46));
            network.fakes.forEach(hub -> hub.fault = call -> call.what().equals(SOFIA_ASKED) ? Fault.HANG : Fault.NONE);
            network.establish(1, 32);
            network.establish(1, 32);
            List<Long> twice = List.of(2L, 2L, 2L, 2L, 2L);
            await("all hubs were asked again", () -> network.counts(SOFIA_ASKED).equals(twice));
            network.behave();
            network.carol.clock.advance(Duration.ofSeconds(15));
            network.establish(1, 32);
            assertEquals(twice, network.counts(SOFIA_ASKED));
        }
    }

    @Test
    void aLookUpInTheBackgroundThatFailsIsNotRepeated() {
        try (TestNetwork network = network()) {
            network.establish(1, 32);
            network.carol.clock.advance(Duration.ofSeconds(46));
            network.fakes.forEach(
                    hub -> hub.fault = call -> call.what().equals(SOFIA_ASKED) ? Fault.UNSIGNED : Fault.NONE);
            for (int i = 0; i < 5; i++) {
                network.establish(1, 32);
            }
            network.behave();
            List<Long> before = network.counts(SOFIA_ASKED);
            assertTrue(before.stream().allMatch(count -> count <= 2), before::toString);
            network.carol.clock.advance(Duration.ofSeconds(15));
            network.establish(1, 32);
            await(
                    "all hubs were asked again",
                    () -> network.counts(SOFIA_ASKED).stream().allMatch(count -> count == 3));
        }
    }

    @Test
    void theClientsOwnEncryptorsAreNotLookedUp() {
        try (TestNetwork network = network()) {
            network.carol.establish(with("serena"));
            assertEquals(NONE, network.counts("GET encryptors/serena"));
            assertEquals(
                    new RegisteredClient(new NodeName("carol"), false),
                    network.carol.directory.find(new SaeId("serena")));
        }
    }

    @Test
    void whoAsksAtTheSameTimeSharesOneLookUp() throws Exception {
        try (TestNetwork network = network("relay.timeout", "60s", "relay.hub-timeout", "60s")) {
            network.fakes.forEach(hub -> hub.fault = call -> call.what().equals(SOFIA_ASKED) ? Fault.HANG : Fault.NONE);
            ExecutorService threads = Executors.newFixedThreadPool(20);
            List<CompletableFuture<List<UserKey>>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(CompletableFuture.supplyAsync(() -> network.establish(1, 32), threads));
            }
            await("the look-up is under way", () -> network.counts(SOFIA_ASKED).equals(ONCE));
            network.behave();
            all.forEach(CompletableFuture::join);
            threads.shutdown();
            assertEquals(ONCE, network.counts(SOFIA_ASKED));
        }
    }

    @Test
    void severalSlavesAreLookedUpAtTheSameTime() {
        try (TestNetwork network = network("relay.timeout", "60s", "relay.hub-timeout", "60s")) {
            network.fakes.forEach(hub -> {
                hub.elsewhere = Map.of("stefan", "curtis", "steve", "curtis");
                hub.fault = call -> call.resource().startsWith("encryptors/") ? Fault.HANG : Fault.NONE;
            });
            CompletableFuture<List<UserKey>> keys =
                    CompletableFuture.supplyAsync(() -> network.carol.establish(with("sofia", "stefan", "steve")));
            for (String slave : List.of("sofia", "stefan", "steve")) {
                await(
                        "all are asked for",
                        () -> network.counts("GET encryptors/" + slave).equals(ONCE));
            }
            network.behave();
            assertEquals(1, keys.join().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void hubsThatCannotSayDoNotCountAgainstASlaveAndAreAskedOnce(int other) {
        try (TestNetwork network = network()) {
            network.fakes.subList(0, other).forEach(hub -> hub.knowsEncryptors = false);
            for (int i = 0; i < 3; i++) {
                assertEquals(1, network.establish(1, 32).size());
                network.carol.clock.advance(Duration.ofMinutes(2));
            }
            for (FakeHub hub : network.fakes.subList(0, other)) {
                await("it was asked", () -> hub.count(SOFIA_ASKED) == 1);
            }
            if (other == 5) {
                assertNull(network.carol.directory.find(new SaeId("nobody")));
            }
        }
    }

    @Test
    void tooFewHubsThatDenyASlaveAreNotBelieved() {
        try (TestNetwork network = network()) {
            network.fakes.subList(0, 3).forEach(hub -> hub.knowsEncryptors = false);
            assertEquals(1, network.carol.establish(with("nobody")).size());
        }
    }

    @Test
    void anAnswerAboutAnotherEncryptorIsNone() {
        try (TestNetwork network = network()) {
            network.fakes.subList(0, 3).forEach(hub -> hub.confusesEncryptors = true);
            assertThrows(TooFewHubsException.class, () -> network.carol.establish(with("sofia")));
            assertNull(network.carol.directory.find(SOFIA));
        }
    }

    @Test
    void withTooFewHubsItFailsAtOnceAndSaysWhy() {
        try (TestNetwork network = network("relay.timeout", "1h", "relay.hub-timeout", "1h")) {
            network.fakes.subList(0, 3).forEach(FakeHub::stop);
            TooFewHubsException failure = assertThrows(TooFewHubsException.class, () -> network.establish(1, 32));
            assertTrue(failure.getMessage().startsWith("2 hubs did their part where 3 are needed"), failure::toString);
            assertEquals(3, failure.details().size());
            requireNothingPosted(network);
        }
    }

    @Test
    void hubsThatHangDoNotHoldAFailureUp() {
        try (TestNetwork network = network("relay.timeout", "1h", "relay.hub-timeout", "1h")) {
            network.misbehave(2, SOFIA_ASKED, Fault.HANG);
            network.fakes.subList(2, 5).forEach(FakeHub::stop);
            TooFewHubsException failure = assertThrows(TooFewHubsException.class, () -> network.establish(1, 32));
            assertEquals(5, failure.details().size());
            requireNothingPosted(network);
        }
    }

    @Test
    void aLookUpThatFailedIsMadeAgain() {
        try (TestNetwork network = network()) {
            network.fakes.subList(0, 3).forEach(FakeHub::stop);
            assertThrows(TooFewHubsException.class, () -> network.establish(1, 32));
            network.fakes.subList(0, 3).forEach(FakeHub::start);
            network.awaitReady();
            assertEquals(1, network.establish(1, 32).size());
        }
    }

    @Test
    void twoHubsThatHangDoNotHoldALookUpUp() {
        try (TestNetwork network = network("relay.timeout", "1h", "relay.hub-timeout", "1h")) {
            network.misbehave(2, SOFIA_ASKED, Fault.HANG);
            assertEquals(1, network.establish(1, 32).size());
        }
    }

    @Test
    void hubsThatHaveLostTheirMemoryDoNotCountAgainstASlaveWhoseClientHasNotNoticed() {
        try (TestNetwork network = network("hub-check", "1h")) {
            network.fakes.forEach(FakeHub::forget);
            List<UserKey> keys = network.establish(1, 32);
            assertEquals(keys, network.fetch(ids(keys)));
        }
    }

    @Test
    void aClientThatNobodyAsksForAnythingNoticesThatItsHubsHaveLostTheirMemory() {
        try (TestNetwork network = network("hub-check", "50ms")) {
            network.fakes.forEach(FakeHub::forget);
            await(
                    "all have registered again",
                    () -> network.fakes.stream().allMatch(hub -> hub.knows("carol") && hub.knows("connie")));
        }
    }

    @Test
    void aHubThatIsAwayIsNoticedThoughNobodyAsksForAnything() {
        try (TestNetwork network = network("hub-check", "50ms")) {
            network.fake(2).stop();
            await(
                    "it is noticed",
                    () -> !network.carol.hub("hilary").registration().wireName().equals("registered"));
            assertEquals(0, network.carol.hub("hilary").keysLeft(32));
            network.fake(2).start();
            network.awaitReady();
        }
    }
}
