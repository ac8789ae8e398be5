package org.dske.client.establishment;

import static org.dske.client.api.TestNetwork.SAM;
import static org.dske.client.api.TestNetwork.SOFIA;
import static org.dske.client.api.TestNetwork.await;
import static org.dske.client.api.TestNetwork.ids;
import static org.dske.client.api.TestNetwork.shareSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.retrieval.KeyNotFoundException;
import org.dske.client.retrieval.KeyNotPermittedException;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.sharing.SharingMode;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many keys at a time between clients whose hubs are in good health, of whatever make they are. */
class BatchTest {
    private static final List<Long> NONE = List.of(0L, 0L, 0L, 0L, 0L);
    private static final List<Long> ONCE = List.of(1L, 1L, 1L, 1L, 1L);

    private static void requireSame(List<UserKey> expected, List<UserKey> actual) {
        assertEquals(expected, actual);
        assertEquals(
                expected.size(),
                new HashSet<>(expected.stream()
                                .map(key -> java.nio.ByteBuffer.wrap(key.value().expose()))
                                .toList())
                        .size());
    }

    private static void requireBothEnds(TestNetwork network, int number, int size) {
        List<UserKey> keys = network.establish(number, size);
        assertEquals(number, keys.size());
        keys.forEach(key -> assertEquals(size, key.value().size()));
        requireSame(keys, network.fetch(ids(keys)));
    }

    @ParameterizedTest
    @EnumSource
    void aHundredKeysAndMoreCostOneExchangeWithEachHub(SharingMode mode) {
        int shares = 128 * shareSize(mode, 32);
        try (TestNetwork network = new TestNetwork(mode)) {
            requireBothEnds(network, 128, 32);
            await(
                    "all hubs have answered",
                    () -> network.counts("POST key-shares/fetch").equals(ONCE));
            assertEquals(ONCE, network.counts("POST key-shares"));
            assertEquals(NONE, network.counts("POST key-share"));
            assertEquals(NONE, network.counts("GET key-share"));
            for (FakeHub hub : network.fakes) {
                await("the last answer is sent", () -> hub.usedByHub("connie") == shares + 32);
                assertEquals(shares + 32 + TestNetwork.LOOKUP, hub.usedByClient("carol"));
                assertEquals(32 + TestNetwork.LOOKUP, hub.usedByHub("carol"));
                assertEquals(32, hub.usedByClient("connie"));
            }
        }
    }

    @Test
    void aSingleKeyGoesTheWayThatEveryHubKnows() {
        try (TestNetwork network = new TestNetwork()) {
            requireBothEnds(network, 1, 32);
            assertEquals(ONCE, network.counts("POST key-share"));
            assertEquals(NONE, network.counts("POST key-shares"));
            assertEquals(NONE, network.counts("POST key-shares/fetch"));
        }
    }

    @Test
    void keysComeInTheOrderInWhichTheyAreAskedFor() {
        try (TestNetwork network = new TestNetwork()) {
            List<UserKey> keys = new ArrayList<>(network.establish(7, 32));
            Collections.reverse(keys);
            requireSame(keys, network.fetch(ids(keys)));
        }
    }

    @Test
    void keysOfSeveralRequestsAndSizesAreFetchedTogether() {
        try (TestNetwork network = new TestNetwork()) {
            List<UserKey> keys = new ArrayList<>(network.establish(3, 32));
            keys.addAll(network.establish(1, 100));
            keys.addAll(network.establish(2, 2_048));
            requireSame(keys, network.fetch(ids(keys)));
            assertEquals(NONE, network.counts("GET key-share"));
        }
    }

    /** A hub gives shares of one mode at a time. */
    @Test
    void keysOfBothModesAreFetchedTogether() {
        try (TestNetwork network = new TestNetwork("security.require-its", "false")) {
            List<UserKey> keys = new ArrayList<>(network.establish(2, 32));
            keys.addAll(network.carol.establish(new KeyRequest(SAM, List.of(SOFIA), 2, 32, SharingMode.CLASSIC)));
            requireSame(keys, network.fetch(ids(keys)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLargestBatchGoesThroughWhateverTheSizeOfTheBlocks(boolean demonstration) {
        try (TestNetwork network = new TestNetwork("psrd.demonstration", String.valueOf(demonstration))) {
            requireBothEnds(network, 128, 2_048);
            assertEquals(ONCE, network.counts("POST key-shares"));
            requireBothEnds(network, 128, 32);
            requireBothEnds(network, 1, 32);
        }
    }

    @Test
    void aNeedBeyondABlockIsFetchedInOneBlockOfItsSize() {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "2000", "psrd.refill-below", "500")) {
            network.establish(128, 2_048);
            int need = 128 * 2_048 + 32;
            for (FakeHub hub : network.fakes) {
                long blocks = hub.calls.stream()
                        .filter(call -> call.what().equals("GET psrd")
                                && call.parameter("client_name").equals("carol")
                                && call.parameter("pool_owner").equals("client"))
                        .count();
                assertTrue(blocks <= 3, () -> "blocks: " + blocks);
                assertTrue(hub.calls.stream()
                        .filter(call -> call.what().equals("GET psrd"))
                        .anyMatch(call -> Integer.parseInt(call.parameter("size")) > need - 2_000));
            }
        }
    }

    @Test
    void aBatchThatIsTooLargeForABodyIsCut() {
        try (TestNetwork network = new TestNetwork("http.max-body", "8192", "etsi.max-key-size", "512")) {
            requireBothEnds(network, 128, 64);
            await(
                    "all hubs have answered",
                    () -> network.counts("POST key-shares/fetch").stream()
                            .allMatch(count -> count == network.fake(0).count("POST key-shares/fetch")));
            for (FakeHub hub : network.fakes) {
                assertTrue(hub.count("POST key-shares") > 1);
                assertTrue(hub.count("POST key-shares") < 10, () -> "posts: " + hub.count("POST key-shares"));
                assertTrue(hub.count("POST key-shares/fetch") < 10);
                assertTrue(hub.calls.stream().allMatch(call -> call.body().length <= 8_192));
            }
        }
    }

    @Test
    void aKeyThatAloneIsTooLargeForHalfABodyGoesByItself() {
        try (TestNetwork network = new TestNetwork("http.max-body", "4096", "etsi.max-key-size", "16384")) {
            requireBothEnds(network, 3, 2_048);
            assertEquals(List.of(3L, 3L, 3L, 3L, 3L), network.counts("POST key-share"));
            assertEquals(NONE, network.counts("POST key-shares"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void hubsThatKnowNoBatchesGetOneExchangeAShare(int without) {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.subList(0, without).forEach(hub -> hub.knowsBatches = false);
            requireBothEnds(network, 5, 32);
            requireBothEnds(network, 5, 32);
            for (FakeHub hub : network.fakes.subList(0, without)) {
                await("all shares are there", () -> hub.shares() == 10);
                await("all shares are fetched", () -> hub.count("GET key-share") == 10);
                // Asked once by each client, and remembered.
                assertEquals(1, hub.count("POST key-shares"));
                assertEquals(1, hub.count("POST key-shares/fetch"));
                assertEquals(10, hub.count("POST key-share"));
            }
            for (FakeHub hub : network.fakes.subList(without, 5)) {
                assertEquals(2, hub.count("POST key-shares"));
                assertEquals(0, hub.count("POST key-share"));
            }
        }
    }

    @Test
    void aHubThatLearnsBatchesIsAskedAgainAfterItsClientHasRegisteredAnew() {
        try (TestNetwork network = new TestNetwork()) {
            FakeHub hank = network.fake(0);
            hank.knowsBatches = false;
            network.establish(2, 32);
            assertEquals(2, hank.count("POST key-share"));
            hank.knowsBatches = true;
            network.establish(2, 32);
            assertEquals(4, hank.count("POST key-share"));
            hank.forget();
            network.establish(1, 32);
            network.awaitReady();
            network.establish(2, 32);
            assertEquals(2, hank.count("POST key-shares"));
            assertEquals(4 + 2, hank.count("POST key-share"));
        }
    }

    @Test
    void aMulticastKeyIsTheSameForEverySlaveAndDeliveredOnceToEach() {
        try (TestNetwork network = new TestNetwork();
                TestClient curtis = new TestClient("curtis", "stefan,steve", network.fakes, Map.of())) {
            await("curtis is ready", () -> curtis.hubs.all().stream().allMatch(hub -> hub.isReady()));
            SaeId stefan = new SaeId("stefan");
            SaeId steve = new SaeId("steve");
            for (int number : new int[] {1, 3}) {
                List<UserKey> keys = network.carol.establish(
                        new KeyRequest(SAM, List.of(SOFIA, stefan), number, 32, SharingMode.ITS));
                requireSame(keys, network.fetch(ids(keys)));
                assertThrows(KeyNotFoundException.class, () -> network.fetch(ids(keys)));
                assertThrows(KeyNotPermittedException.class, () -> curtis.retriever.retrieve(ids(keys), SAM, steve));
                requireSame(keys, curtis.retriever.retrieve(ids(keys), SAM, stefan));
                assertThrows(KeyNotFoundException.class, () -> curtis.retriever.retrieve(ids(keys), SAM, stefan));
            }
        }
    }

    @Test
    void oneSlaveIsNamedAsEveryHubKnowsIt() {
        try (TestNetwork network = new TestNetwork()) {
            network.establish(1, 32);
            network.establish(2, 32);
            for (FakeHub hub : network.fakes) {
                assertTrue(hub.calls.stream()
                        .noneMatch(call -> new String(call.body(), java.nio.charset.StandardCharsets.UTF_8)
                                .contains("additional_slave_sae_ids")));
            }
        }
    }

    /** An entry of an exchange does not say which keys the hub lacks: then they are asked for once more, in a batch of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyThatNobodyMadeIsNotFoundAndCostsNoOtherKeyItsShares(boolean knowsExchanges) {
        long asked = knowsExchanges ? 2 : 1;
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.forEach(hub -> hub.knowsExchanges = knowsExchanges);
            List<UserKey> keys = network.establish(4, 32);
            List<KeyId> wanted = new ArrayList<>(ids(keys));
            wanted.add(2, new KeyId(UUID.randomUUID()));
            assertThrows(KeyNotFoundException.class, () -> network.fetch(wanted));
            // Two signatures and no share: those of the exchange, or that there are none, and those of the batch.
            await(
                    "all hubs were asked",
                    () -> network.fakes.stream().allMatch(hub -> hub.usedByHub("connie") == 2 * 32));
            assertEquals(List.of(asked, asked, asked, asked, asked), network.counts("POST key-shares/fetch"));
            requireSame(keys, network.fetch(ids(keys)));
        }
    }

    @Test
    void aKeyThatWasDeliveredMakesAllOthersWaitForAnotherRequest() {
        try (TestNetwork network = new TestNetwork()) {
            List<UserKey> keys = network.establish(3, 32);
            network.fetch(ids(keys.subList(1, 2)));
            assertThrows(KeyNotFoundException.class, () -> network.fetch(ids(keys)));
            assertEquals(NONE, network.counts("POST key-shares/fetch"));
            List<UserKey> others = List.of(keys.get(0), keys.get(2));
            requireSame(others, network.fetch(ids(others)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyForAnotherSlaveIsRefusedWithAllOthers(boolean knowsBatches) {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.forEach(hub -> hub.knowsBatches = knowsBatches);
            List<UserKey> keys = new ArrayList<>(network.establish(2, 32));
            List<UserKey> mine = List.copyOf(keys);
            keys.addAll(network.carol.establish(SAM, new SaeId("serena"), 1, 32));
            assertThrows(KeyNotPermittedException.class, () -> network.fetch(ids(keys)));
            requireSame(mine, network.fetch(ids(mine)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatLiveAtDifferentHubsAreFetchedTogether(boolean knowsBatches) {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.forEach(hub -> hub.knowsBatches = knowsBatches);
            network.establish(1, 32);
            network.fakes.subList(3, 5).forEach(FakeHub::stop);
            List<UserKey> keys = new ArrayList<>(network.establish(2, 32));
            network.fakes.subList(3, 5).forEach(FakeHub::start);
            network.awaitReady();
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            keys.addAll(network.establish(2, 32));
            network.fakes.subList(0, 2).forEach(FakeHub::start);
            network.awaitReady();
            Collections.swap(keys, 0, 2);
            requireSame(keys, network.fetch(ids(keys)));
        }
    }

    @Test
    void keysThatTheInitiatorIsStillSpreadingAreWaitedFor() {
        try (TestNetwork network = new TestNetwork("relay.timeout", "30s", "relay.straggler-limit", "20s")) {
            List<UserKey> first = network.establish(2, 32);
            await("the last share arrives", () -> network.fakes.stream().allMatch(hub -> hub.shares() == 2));
            network.fakes
                    .subList(0, 3)
                    .forEach(hub ->
                            hub.takeAway(ids(first).stream().map(KeyId::uuid).toList()));
            java.util.concurrent.CompletableFuture<List<UserKey>> fetched =
                    java.util.concurrent.CompletableFuture.supplyAsync(() -> network.fetch(ids(first)));
            await("they are asked again", () -> network.fake(0).count("POST key-shares/fetch") >= 3);
            assertFalse(fetched.isDone());
            network.fakes.forEach(FakeHub::giveBack);
            requireSame(first, fetched.join());
        }
    }
}
