package org.dske.client.establishment;

import static org.dske.client.api.TestNetwork.await;
import static org.dske.client.api.TestNetwork.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.dske.client.api.TestNetwork;
import org.dske.client.hub.TooFewHubsException;
import org.dske.key.UserKey;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches at hubs that are down, lie, go away in the middle, or whose answers get lost. */
class BatchFailureTest {
    private static final String POST = "POST key-shares";
    private static final String FETCH = "POST key-shares/fetch";

    /** Small blocks make networks that are there at once. */
    private static TestNetwork network(String... properties) {
        List<String> all = new ArrayList<>(List.of("psrd.block-size", "20000"));
        all.addAll(List.of(properties));
        return new TestNetwork(all.toArray(new String[0]));
    }

    private static Set<String> names(TestNetwork network, int count) {
        return network.fakes.stream().limit(count).map(FakeHub::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void requireBothEnds(TestNetwork network, int number) {
        List<UserKey> keys = network.establish(number, 32);
        assertEquals(number, keys.size());
        assertEquals(keys, network.fetch(ids(keys)));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DROP",
                "WRONG_TAG",
                "UNSIGNED",
                "UNKNOWN_BLOCK",
                "WRONG_SHARE",
                "INDEX_254",
                "INDEX_ZERO",
                "WRONG_COUNT",
                "WRONG_KEY_IDS",
                "WRONG_LENGTHS",
                "CONFLICT",
                "GARBAGE",
                "HUGE",
                "FOREIGN_404",
                "DRY",
                "DIE"
            })
    void twoHubsThatMisbehaveInOneWayOrAnotherDoNoHarm(Fault fault) {
        try (TestNetwork network = network()) {
            network.fakes
                    .subList(0, 2)
                    .forEach(hub -> hub.fault = call -> call.resource().startsWith("key-shares") ? fault : Fault.NONE);
            requireBothEnds(network, 3);
            if (fault == Fault.DIE) {
                network.fakes.subList(0, 2).forEach(FakeHub::start);
            }
            network.behave();
            requireBothEnds(network, 3);
            network.awaitReady();
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"DROP", "WRONG_TAG", "UNSIGNED", "WRONG_COUNT", "WRONG_KEY_IDS", "WRONG_LENGTHS", "GARBAGE", "HUGE"
            })
    void atTheOtherEndThreeAreTooManyAndEachIsNamedAndNoKeyIsLost(Fault fault) {
        try (TestNetwork network = network()) {
            List<UserKey> keys = network.establish(3, 32);
            network.misbehave(3, FETCH, fault);
            TooFewHubsException failure = assertThrows(TooFewHubsException.class, () -> network.fetch(ids(keys)));
            assertEquals(names(network, 3), failure.details().keySet());
            network.behave();
            assertEquals(keys, network.fetch(ids(keys)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP", "WRONG_TAG", "UNSIGNED", "DIE", "HUGE"})
    void atThisEndThreeAreTooManyAndEachIsNamedAndNothingIsDelivered(Fault fault) {
        try (TestNetwork network = network()) {
            // The first keys open connections and look the slave up.
            requireBothEnds(network, 1);
            network.misbehave(3, POST, fault);
            TooFewHubsException failure = assertThrows(TooFewHubsException.class, () -> network.establish(3, 32));
            assertEquals(names(network, 3), failure.details().keySet());
            assertTrue(failure.getMessage().startsWith("2 hubs did their part where 3 are needed"), failure::toString);
        }
    }

    @Test
    void wrongSharesOfOneKeyAmongManyAreSurvivedOrNamed() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = network.establish(3, 32);
            network.misbehave(3, FETCH, Fault.WRONG_SHARE);
            TooFewHubsException failure = assertThrows(TooFewHubsException.class, () -> network.fetch(ids(keys)));
            assertEquals(
                    "the shares of 5 hubs do not give the key back: fewer than 3 of them are right",
                    failure.getMessage());
            network.misbehave(2, FETCH, Fault.WRONG_SHARE);
            network.fakes.subList(2, 5).forEach(FakeHub::release);
            assertEquals(keys, network.fetch(ids(keys)));
        }
    }

    @Test
    void aBatchWhoseAnswerGotLostCountsAsTakenWhenItIsThereTheNextTime() {
        try (TestNetwork network = network()) {
            network.establish(1, 32);
            for (FakeHub hub : network.fakes) {
                AtomicInteger posts = new AtomicInteger();
                hub.fault = call ->
                        call.what().equals(POST) && posts.incrementAndGet() == 1 ? Fault.UNKNOWN_BLOCK : Fault.NONE;
            }
            List<UserKey> keys = network.establish(3, 32);
            assertEquals(List.of(2L, 2L, 2L, 2L, 2L), network.counts(POST));
            assertEquals(keys, network.fetch(ids(keys)));
        }
    }

    @Test
    void aBatchThatIsThereTheFirstTimeIsSomebodyElses() {
        try (TestNetwork network = network()) {
            network.misbehave(3, POST, Fault.CONFLICT);
            TooFewHubsException failure = assertThrows(TooFewHubsException.class, () -> network.establish(3, 32));
            assertEquals(names(network, 3), failure.details().keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aHubThatGoesAwayInTheMiddleOfABatchHasNotTakenIt(int hubs) {
        try (TestNetwork network = network()) {
            network.establish(1, 32);
            for (FakeHub hub : network.fakes.subList(0, hubs)) {
                // One exchange a share, and gone after the second: with the shares, and without an answer.
                hub.knowsBatches = false;
                AtomicInteger posts = new AtomicInteger();
                hub.fault = call ->
                        call.what().equals("POST key-share") && posts.incrementAndGet() == 2 ? Fault.DIE : Fault.NONE;
            }
            if (hubs == 2) {
                List<UserKey> keys = network.establish(4, 32);
                assertEquals(keys, network.fetch(ids(keys)));
            } else {
                TooFewHubsException failure = assertThrows(TooFewHubsException.class, () -> network.establish(4, 32));
                assertEquals(names(network, 3), failure.details().keySet());
            }
        }
    }

    @Test
    void hubsThatGoAwayInTheMiddleOfFetchingAreDoneWithout() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = network.establish(4, 32);
            for (FakeHub hub : network.fakes.subList(0, 2)) {
                hub.knowsBatches = false;
                AtomicInteger gets = new AtomicInteger();
                hub.fault = call ->
                        call.what().equals("GET key-share") && gets.incrementAndGet() == 3 ? Fault.DIE : Fault.NONE;
            }
            assertEquals(keys, network.fetch(ids(keys)));
        }
    }

    @Test
    void hubsWithSharesOfDifferentModesAreAskedForOneAfterTheOther() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = network.establish(3, 32);
            network.misbehave(5, FETCH, Fault.CONFLICT);
            assertEquals(keys, network.fetch(ids(keys)));
            await(
                    "all shares were fetched",
                    () -> network.counts("GET key-share").equals(List.of(3L, 3L, 3L, 3L, 3L)));
            // That is said of these keys, and nothing is remembered of the hub.
            network.behave();
            requireBothEnds(network, 2);
            assertEquals(List.of(3L, 3L, 3L, 3L, 3L), network.counts("GET key-share"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void hubsThatAreDownDoABatchNoHarm(int down) {
        try (TestNetwork network = network()) {
            network.fakes.subList(0, down).forEach(FakeHub::stop);
            requireBothEnds(network, 128);
            network.fakes.subList(0, down).forEach(FakeHub::start);
            network.fakes.subList(3, 3 + down).forEach(FakeHub::stop);
            requireBothEnds(network, 16);
        }
    }

    @Test
    void bytesOfABatchOfWhichNothingWasSentGoBack() {
        try (TestNetwork network = network("hub-retry.min", "1h", "hub-retry.max", "1h")) {
            requireBothEnds(network, 1);
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            long before = network.carol.hub("hank").bytesLeft();
            network.establish(64, 32);
            assertEquals(before, network.carol.hub("hank").bytesLeft());
        }
    }

    @Test
    void hubsThatForgotEverythingTakeABatchWithinTheSameRequest() {
        try (TestNetwork network = network()) {
            network.fakes.forEach(FakeHub::forget);
            requireBothEnds(network, 5);
        }
    }

    @Test
    void hubsWhoseOwnPoolRunsDryAreSuppliedWithWhatABatchNeeds() {
        try (TestNetwork network = network()) {
            List<UserKey> keys = network.establish(128, 512);
            network.fakes.forEach(hub -> hub.waste("connie", 40));
            assertEquals(keys, network.fetch(ids(keys)));
        }
    }
}
