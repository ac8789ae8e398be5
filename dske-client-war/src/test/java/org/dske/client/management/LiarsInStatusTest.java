package org.dske.client.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.key.UserKey;
import org.dske.testing.Response;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status and the metrics name exactly the hubs that lie. */
class LiarsInStatusTest {
    private static final String FETCH = "POST key-shares/fetch";

    private static Set<String> hubs(TestClient client, Predicate<JsonObject> condition) {
        return client.call("GET", "/mgmt/v1/status").json().getJsonArray("hubs").getValuesAs(JsonObject.class).stream()
                .filter(condition)
                .map(hub -> hub.getString("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> hubsWith(TestClient client, String counter, int count) {
        return hubs(client, hub -> hub.getInt(counter) == count);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "WRONG_SHARE",
                "INDEX_254",
                "WRONG_COUNT",
                "WRONG_KEY_IDS",
                "WRONG_LENGTHS",
                "GARBAGE",
            })
    void aHubThatSignsWhatIsNotTheShareIsNamedWhenAllHaveAnswered(Fault fault) {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "20000")) {
            List<UserKey> keys = network.establish(3, 32);
            network.misbehave(2, FETCH, fault);
            assertEquals(keys, network.fetch(TestNetwork.ids(keys)));
            TestNetwork.await(
                    "both liars are named",
                    () -> hubsWith(network.connie, "wrong_shares", 3).equals(Set.of("hank", "helen")));
            assertEquals(
                    Set.of("hilary", "holly", "hugo"),
                    hubs(network.connie, hub -> hub.getInt("wrong_shares") == 0 && !hub.containsKey("last_wrong")));
            assertEquals(5, hubsWith(network.connie, "disputed_shares", 0).size());
            assertEquals(5, hubsWith(network.connie, "unverified_answers", 0).size());
            assertEquals(5, hubsWith(network.carol, "wrong_shares", 0).size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRONG_TAG", "UNSIGNED"})
    void anAnswerThatDoesNotVerifyIsCountedAndNoLie(Fault fault) {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "20000")) {
            List<UserKey> keys = network.establish(3, 32);
            network.misbehave(2, FETCH, fault);
            assertEquals(keys, network.fetch(TestNetwork.ids(keys)));
            TestNetwork.await(
                    "both are named",
                    () -> hubsWith(network.connie, "unverified_answers", 1).equals(Set.of("hank", "helen")));
            assertEquals(5, hubsWith(network.connie, "wrong_shares", 0).size());
        }
    }

    @Test
    void aHubThatLiesAfterTheKeyWasDeliveredIsNamedToo() {
        try (TestNetwork network =
                new TestNetwork("psrd.block-size", "20000", "relay.timeout", "60s", "relay.hub-timeout", "60s")) {
            List<UserKey> keys = network.establish(1, 32);
            CountDownLatch delivered = new CountDownLatch(1);
            network.fake(0).fault = call -> {
                TestNetwork.await(delivered);
                return Fault.WRONG_SHARE;
            };
            assertEquals(keys, network.fetch(TestNetwork.ids(keys)));
            assertEquals(5, hubsWith(network.connie, "wrong_shares", 0).size());
            delivered.countDown();
            TestNetwork.await(
                    "the liar is named",
                    () -> hubsWith(network.connie, "wrong_shares", 1).equals(Set.of("hank")));
        }
    }

    @Test
    void hubsThatHaveNoShareAreNoLiars() {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "20000", "relay.timeout", "2s")) {
            List<UserKey> keys = network.establish(1, 32);
            network.fake(1).forget();
            network.fake(2).fault = call -> call.what().equals("GET key-share") ? Fault.FOREIGN_404 : Fault.NONE;
            network.misbehave(1, "GET key-share", Fault.WRONG_SHARE);
            assertThrows(RuntimeException.class, () -> network.fetch(TestNetwork.ids(keys)));
            network.fake(2).release();
            assertEquals(keys, network.fetch(TestNetwork.ids(keys)));
            TestNetwork.await(
                    "the liar is named",
                    () -> !hubsWith(network.connie, "wrong_shares", 0).contains("hank"));
            assertEquals(Set.of("helen", "hilary", "holly", "hugo"), hubsWith(network.connie, "wrong_shares", 0));
            assertTrue(network.connie.hubs.all().get(0).faults().isSuspect());
        }
    }

    @Test
    void theMetricsHaveTheSameNumbersAndHowManyKeysThereWere() {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "20000")) {
            List<UserKey> keys = network.establish(3, 32);
            network.misbehave(1, FETCH, Fault.WRONG_SHARE);
            assertEquals(keys, network.fetch(TestNetwork.ids(keys)));
            assertEquals(404, network.connie.call("GET", "/nowhere").status());
            TestNetwork.await(
                    "the liar is named",
                    () -> metrics(network.connie).contains("dske_wrong_shares_total{hub=\"hank\"} 3"));
            List<String> metrics = metrics(network.connie);
            assertTrue(metrics.contains("# TYPE dske_wrong_shares_total counter"), metrics::toString);
            assertTrue(metrics.contains("dske_wrong_shares_total{hub=\"hugo\"} 0"), metrics::toString);
            assertTrue(metrics.contains("dske_disputed_shares_total{hub=\"hank\"} 0"), metrics::toString);
            assertTrue(metrics.contains("dske_unverified_answers_total{hub=\"hank\"} 0"), metrics::toString);
            assertTrue(metrics.contains("dske_hub_ready{hub=\"hank\"} 1"), metrics::toString);
            assertTrue(metrics.contains("dske_keys_established_total 0"), metrics::toString);
            assertTrue(metrics.contains("dske_keys_fetched_total 3"), metrics::toString);
            assertTrue(metrics.contains("dske_refused_requests_total{status=\"404\"} 1"), metrics::toString);
            assertTrue(metrics(network.carol).contains("dske_keys_established_total 3"));
            assertEquals(
                    10,
                    metrics.stream()
                            .filter(line -> line.startsWith("dske_psrd_unused_bytes{"))
                            .count());
        }
    }

    private static List<String> metrics(TestClient client) {
        Response answer = client.call("GET", "/mgmt/v1/metrics");
        assertEquals(
                MediaType.valueOf("text/plain; version=0.0.4; charset=utf-8"),
                MediaType.valueOf(answer.header("Content-Type")));
        return answer.text().lines().toList();
    }
}
