package org.dske.client.establishment;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hubs that are down, hang, lie, or come back without their memory. */
class HubFailureTest {
    private static Map<String, String> details(Response answer) {
        Map<String, String> reasons = new TreeMap<>();
        answer.json()
                .getJsonArray("details")
                .getValuesAs(JsonObject.class)
                .forEach(detail -> detail.keySet().forEach(hub -> reasons.put(hub, detail.getString(hub))));
        return reasons;
    }

    private static Set<String> names(TestNetwork network, int count) {
        return network.fakes.stream().limit(count).map(FakeHub::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFewHubsThatAreDownBeforeTheKeyDoNoHarm(int down) {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.subList(0, down).forEach(FakeHub::stop);
            network.pair("");
            network.pair("?size=1024");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFewHubsThatGoDownAfterTheKeyDoNoHarm(int down) {
        try (TestNetwork network = new TestNetwork()) {
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            network.fakes.subList(0, down).forEach(FakeHub::stop);
            assertEquals(
                    master.key(),
                    network.connie
                            .keys("sofia", "sam/dec_keys?key_ID=" + master.keyId())
                            .key());
        }
    }

    @Test
    void threeHubsDownAreOneTooManyAndEachIsNamedWithItsReason() {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.subList(0, 3).forEach(FakeHub::stop);
            Response answer = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(503, answer.status());
            assertTrue(answer.message().startsWith("2 hubs did their part where 3 are needed"), answer::message);
            assertEquals(names(network, 3), details(answer).keySet());
            details(answer).values().forEach(reason -> assertEquals("connection refused", reason));
        }
    }

    @Test
    void threeHubsDownAfterTheKeyAreOneTooManyUntilOneIsBack() {
        try (TestNetwork network = new TestNetwork()) {
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            network.fakes.subList(0, 3).forEach(FakeHub::stop);
            String path = "sam/dec_keys?key_ID=" + master.keyId();
            Response answer = network.connie.keys("sofia", path);
            assertEquals(503, answer.status());
            assertEquals(names(network, 3), details(answer).keySet());
            network.fake(0).start();
            assertEquals(master.key(), network.connie.keys("sofia", path).key());
        }
    }

    @Test
    void hubsThatAreDownAreNamedAlsoAfterOthersWereAskedAgain() {
        try (TestNetwork network = new TestNetwork("relay.timeout", "1s")) {
            network.fake(4).fault = call -> call.what().equals("POST key-share") ? Fault.DRY : Fault.NONE;
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(200, master.status());
            await(
                    "the shares are there",
                    () -> network.fakes.stream()
                                    .filter(hub -> hub.shares() == 1)
                                    .count()
                            == 4);
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            Response answer = network.connie.keys("sofia", "sam/dec_keys?key_ID=" + master.keyId());
            assertEquals(503, answer.status());
            Set<String> expected = names(network, 2);
            expected.add(network.fake(4).name());
            assertEquals(expected, details(answer).keySet());
            assertTrue(answer.message().startsWith("2 hubs"), answer::message);
        }
    }

    @Test
    void encKeysAnswersWhileAHubHangs() {
        try (TestNetwork network =
                new TestNetwork("relay.straggler-limit", "50ms", "relay.timeout", "60s", "relay.hub-timeout", "60s")) {
            network.misbehave(2, "POST key-share", Fault.HANG);
            // The hubs hang until they are released, which is after the answer.
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(200, master.status());
            network.behave();
            await("the late shares arrive", () -> network.fakes.stream().allMatch(hub -> hub.shares() == 1));
            await(
                    "their answers too",
                    () -> network.carol.hubs.all().stream()
                            .allMatch(hub -> hub.poolStatus(false).get(1).used() == 32 + TestNetwork.LOOKUP));
        }
    }

    @Test
    void encKeysWaitsForEveryHubThatAnswersInTime() {
        try (TestNetwork network =
                new TestNetwork("relay.straggler-limit", "60s", "relay.timeout", "60s", "relay.hub-timeout", "60s")) {
            network.misbehave(1, "POST key-share", Fault.HANG);
            CompletableFuture<Response> answer =
                    CompletableFuture.supplyAsync(() -> network.carol.keys("sam", "sofia/enc_keys"));
            await("the others have answered", () -> network.fakes.stream().allMatch(hub -> hub.shares() == 1));
            assertTrue(!answer.isDone());
            network.behave();
            assertEquals(200, answer.join().status());
        }
    }

    @Test
    void decKeysAnswersAsSoonAsKSharesAreThere() {
        try (TestNetwork network = new TestNetwork("relay.timeout", "60s", "relay.hub-timeout", "60s")) {
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            network.misbehave(2, "GET key-share", Fault.HANG);
            assertEquals(
                    master.key(),
                    network.connie
                            .keys("sofia", "sam/dec_keys?key_ID=" + master.keyId())
                            .key());
        }
    }

    @Test
    void hubsThatHangCostARequestNoMoreThanItsLimit() {
        try (TestNetwork network = new TestNetwork("relay.timeout", "2s", "relay.hub-timeout", "60s")) {
            network.misbehave(3, "POST key-share", Fault.HANG);
            Response answer = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(503, answer.status());
            assertEquals(names(network, 3), details(answer).keySet());
            details(answer).values().forEach(reason -> assertTrue(reason.startsWith("no answer"), reason));
            network.behave();
            network.pair("");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void hubsThatForgotEverythingAreRegisteredWithAnewWithinTheSameRequest(int forgetful) {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.subList(0, forgetful).forEach(FakeHub::forget);
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(200, master.status(), master::toString);
            await("all hubs have their share", () -> network.fakes.stream().allMatch(hub -> hub.shares() == 1));
            assertEquals(
                    master.key(),
                    network.connie
                            .keys("sofia", "sam/dec_keys?key_ID=" + master.keyId())
                            .key());
            network.awaitReady();
        }
    }

    @Test
    void hubsThatForgetAgainAndAgainAreOfUseAgain() {
        try (TestNetwork network = new TestNetwork()) {
            for (int i = 0; i < 4; i++) {
                network.fakes.forEach(FakeHub::forget);
                network.pair("");
            }
        }
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
                "GARBAGE",
                "HUGE",
                "FOREIGN_404",
                "DRY",
                "DIE"
            })
    void twoHubsThatMisbehaveInOneWayOrAnotherDoNoHarm(Fault fault) {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes
                    .subList(0, 2)
                    .forEach(hub -> hub.fault = call -> call.what().endsWith(" key-share") ? fault : Fault.NONE);
            network.pair("");
            if (fault == Fault.DIE) {
                network.fakes.subList(0, 2).forEach(FakeHub::start);
            }
            network.behave();
            network.pair("");
            network.awaitReady();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP", "WRONG_TAG", "UNSIGNED", "GARBAGE", "HUGE"})
    void threeAreTooManyAndEachIsNamed(Fault fault) {
        try (TestNetwork network = new TestNetwork()) {
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            network.misbehave(3, "GET key-share", fault);
            String path = "sam/dec_keys?key_ID=" + master.keyId();
            Response answer = network.connie.keys("sofia", path);
            assertEquals(503, answer.status(), answer::toString);
            assertEquals(names(network, 3), details(answer).keySet());
            network.behave();
            assertEquals(master.key(), network.connie.keys("sofia", path).key());
        }
    }

    @Test
    void aWrongShareAmongFiveIsSurvived() {
        try (TestNetwork network = new TestNetwork()) {
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            network.misbehave(1, "GET key-share", Fault.WRONG_SHARE);
            assertEquals(
                    master.key(),
                    network.connie
                            .keys("sofia", "sam/dec_keys?key_ID=" + master.keyId())
                            .key());
        }
    }

    @Test
    void tooFewGoodSharesAreNoKeyAndTheAnswerSaysWhy() {
        try (TestNetwork network = new TestNetwork()) {
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            network.misbehave(3, "GET key-share", Fault.WRONG_SHARE);
            String path = "sam/dec_keys?key_ID=" + master.keyId();
            Response answer = network.connie.keys("sofia", path);
            assertEquals(503, answer.status());
            assertEquals(
                    "the shares of 5 hubs do not give the key back: fewer than 3 of them are right", answer.message());
            network.behave();
            assertEquals(master.key(), network.connie.keys("sofia", path).key());
        }
    }

    @Test
    void aHubWhoseErrorsHaveAnotherFormIsUnderstoodByItsStatus() {
        try (TestNetwork network = new TestNetwork()) {
            network.misbehave(5, "GET key-share", Fault.FOREIGN_404);
            Response answer = network.connie.keys("sofia", "sam/dec_keys?key_ID=" + UUID.randomUUID());
            assertEquals(400, answer.status(), answer::toString);
            assertEquals("one or more keys specified are not found on KME", answer.message());
        }
    }

    @Test
    void anotherImplementationsMannersAreAccepted() {
        try (TestNetwork network = new TestNetwork(false)) {
            network.fakes.forEach(hub -> {
                hub.foreign = true;
                hub.answersKnownBlocks = false;
            });
            network.awaitReady();
            network.pair("");
            network.fakes.subList(0, 3).forEach(FakeHub::forget);
            network.pair("");
        }
    }

    @Test
    void answersThatGetLostLeaveNothingBehind() {
        try (TestNetwork network = new TestNetwork("psrd.block-size", "2000", "psrd.refill-below", "500")) {
            for (FakeHub fake : network.fakes) {
                java.util.concurrent.atomic.AtomicInteger count = new java.util.concurrent.atomic.AtomicInteger();
                fake.fault = call -> count.incrementAndGet() % 3 == 0 ? Fault.DROP : Fault.NONE;
            }
            int delivered = 0;
            for (int i = 0; i < 100; i++) {
                Response master = network.carol.keys("sam", "sofia/enc_keys");
                if (master.status() == 200) {
                    delivered++;
                    Response slave = network.connie.keys("sofia", "sam/dec_keys?key_ID=" + master.keyId());
                    assertTrue(slave.status() == 503 || slave.key().equals(master.key()), slave::toString);
                } else {
                    assertEquals(503, master.status(), master::toString);
                }
            }
            assertTrue(delivered > 0);
            network.behave();
            network.awaitReady();
            for (int i = 0; i < 20; i++) {
                network.pair("");
            }
        }
    }

    @Test
    void whoIsOutOfStepAgainRightAfterItWasMendedIsMendedInTime() {
        try (TestNetwork network = new TestNetwork()) {
            for (int i = 0; i < 3; i++) {
                for (FakeHub fake : network.fakes) {
                    long registrations = fake.count("PUT registration");
                    fake.fault = call -> !call.signature().isEmpty() && fake.count("PUT registration") == registrations
                            ? Fault.UNKNOWN_BLOCK
                            : Fault.NONE;
                }
                network.pair("");
            }
        }
    }

    @Test
    void lostAnswersOutOfBandHeal() {
        try (TestNetwork network = new TestNetwork(false, "psrd.block-size", "2000", "psrd.refill-below", "1900")) {
            for (FakeHub fake : network.fakes) {
                java.util.concurrent.atomic.AtomicInteger count = new java.util.concurrent.atomic.AtomicInteger();
                fake.fault = call ->
                        call.what().equals("GET psrd") && count.incrementAndGet() % 2 == 1 ? Fault.DROP : Fault.NONE;
            }
            network.awaitReady();
            for (int i = 0; i < 20; i++) {
                network.pair("");
            }
        }
    }

    @Test
    void aHubWhosePoolIsDryIsSuppliedWithinTheSameRequest() {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.forEach(hub -> hub.waste("carol", 0));
            network.fakes.forEach(hub -> hub.waste("connie", 40));
            network.pair("");
            await("all hubs have their share", () -> network.fakes.stream().allMatch(hub -> hub.shares() == 1));
            network.fakes.forEach(hub -> assertTrue(hub.leftForHub("carol") > 0));
        }
    }

    @Test
    void aHubThatClaimsToBeDryForEverGetsFewBlocks() {
        try (TestNetwork network = new TestNetwork()) {
            network.misbehave(1, "POST key-share", Fault.DRY);
            long before = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            }
            long quarters = (System.nanoTime() - before) / 250_000_000L;
            assertTrue(
                    network.fake(0).count("GET psrd") <= 4 + 1 + quarters,
                    () -> "blocks: " + network.fake(0).count("GET psrd"));
        }
    }

    @Test
    void aSigningKeyThatMayHaveBeenSentIsNeverUsedAgain() {
        try (TestNetwork network = new TestNetwork("hub-retry.min", "1m", "hub-retry.max", "1m")) {
            Response first = network.carol.keys("sam", "sofia/enc_keys");
            Response second = network.carol.keys("sam", "sofia/enc_keys");
            // A first exchange opens the connections that the second one finds open.
            assertEquals(
                    200,
                    network.connie
                            .keys("sofia", "sam/dec_keys?key_ID=" + first.keyId())
                            .status());
            await("all hubs were asked", () -> network.fakes.stream().allMatch(hub -> hub.count("GET key-share") == 1));
            network.misbehave(2, "GET key-share", Fault.DIE);
            assertEquals(
                    200,
                    network.connie
                            .keys("sofia", "sam/dec_keys?key_ID=" + second.keyId())
                            .status());
            network.behave();
            await(
                    "two hubs are gone",
                    () -> network.fakes.stream().limit(2).allMatch(hub -> hub.count("GET key-share") >= 2));
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            network.fakes.subList(0, 2).forEach(FakeHub::start);
            // The network's end fails if a hub sees bytes of the second exchange in this one.
            network.pair("");
        }
    }

    @Test
    void aKeyForAnotherSlaveIsRefusedWhicheverHubAnswersFirst() {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.subList(0, 2).forEach(FakeHub::stop);
            Response master = network.connie.keys("sofia", "sam/enc_keys");
            network.fakes.subList(0, 2).forEach(FakeHub::start);
            network.fakes
                    .subList(2, 4)
                    .forEach(hub -> hub.fault = call -> {
                        if (call.what().equals("GET key-share")) {
                            // Two 404 and one 403 are there first.
                            await(
                                    "the others were asked",
                                    () -> network.fake(0).count("GET key-share") > 0
                                            && network.fake(1).count("GET key-share") > 0
                                            && network.fake(4).count("GET key-share") > 0);
                            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                        }
                        return Fault.NONE;
                    });
            Response answer = network.carol.keys("serena", "sofia/dec_keys?key_ID=" + master.keyId());
            assertEquals(401, answer.status(), answer::toString);
            assertTrue(answer.message().startsWith("SAE is not authorised"), answer::message);
            assertEquals(
                    master.key(),
                    network.carol
                            .keys("sam", "sofia/dec_keys?key_ID=" + master.keyId())
                            .key());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NULL_BODY", "GARBAGE", "HUGE", "DRY", "DROP"})
    void aHubThatAnswersNonsenseOutOfBandIsTriedAgain(Fault fault) {
        try (TestNetwork network = new TestNetwork()) {
            FakeHub hank = network.fake(0);
            hank.fault = call -> call.signature().isEmpty() ? fault : Fault.NONE;
            hank.forget();
            long before = hank.count("PUT registration");
            assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            await(
                    "the client says so",
                    () -> "unreachable"
                            .equals(network.carol.hub("hank").registration().wireName()));
            await("it tries again and again", () -> hank.count("PUT registration") > before + 4);
            network.behave();
            network.awaitReady();
            network.pair("");
        }
    }

    @Test
    void aHubOfAnotherNameIsRefused() {
        try (TestNetwork network = new TestNetwork()) {
            FakeHub hank = network.fake(0);
            hank.callsItself = "mallory";
            hank.forget();
            long blocks = hank.count("GET psrd");
            assertEquals(200, network.carol.keys("sam", "sofia/enc_keys").status());
            await(
                    "the client says so",
                    () -> "the hub at this URL calls itself mallory"
                            .equals(network.carol.hub("hank").registration().reason()));
            assertEquals(blocks, hank.count("GET psrd"));
            hank.callsItself = "hank";
            network.awaitReady();
        }
    }

    @Test
    void hubsThatHangKeepTheClientFromTakingLeaveOfNoOther() {
        try (TestNetwork network = new TestNetwork()) {
            network.fakes.forEach(
                    hub -> hub.fault = call -> call.what().equals("DELETE registration") ? Fault.HANG : Fault.NONE);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> network.carol.hubs.close());
            await(
                    "all hubs are asked though none answers",
                    () -> network.fakes.stream().allMatch(hub -> hub.count("DELETE registration") == 1)
                            || closed.isDone());
            assertTrue(!closed.isDone(), "the hubs were asked one after the other");
            network.behave();
            closed.join();
            network.fakes.forEach(hub -> assertTrue(!hub.knows("carol")));
        }
    }

    @Test
    void whoClosesWhileSomebodyElseDoesWaitsForIt() {
        try (TestNetwork network = new TestNetwork()) {
            network.misbehave(5, "DELETE registration", Fault.HANG);
            CompletableFuture<Void> first = CompletableFuture.runAsync(network.carol.hubs::close);
            await("the hubs are asked", () -> network.fake(0).count("DELETE registration") == 1);
            CompletableFuture<Void> second = CompletableFuture.runAsync(network.carol.hubs::close);
            CompletableFuture.allOf(first, second)
                    .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            assertEquals(1, network.fake(0).count("DELETE registration"));
        }
    }
}
