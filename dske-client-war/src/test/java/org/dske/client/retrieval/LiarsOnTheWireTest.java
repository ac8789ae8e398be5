package org.dske.client.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.client.api.TestNetwork;
import org.dske.sharing.SharingMode;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hubs that lie with good signatures, in a network of five hubs of which three make a key: two liars of any kind cost nothing, and three
 * cost the key, but never give a wrong one; in both modes of sharing, for one key and for many. {@link LyingHubsTest} has every pattern.
 *
 * <p>No hub's answer is waited for longer than a test waits for its client: so a client that waits for a silent hub fails.
 */
@ParameterizedClass
@EnumSource
class LiarsOnTheWireTest {
    private static final int BATCH = 16;
    private static final Set<Fault> LIES =
            Set.of(Fault.WRONG_SHARE, Fault.INDEX_254, Fault.INDEX_OF_ANOTHER, Fault.STALE_SHARE, Fault.SHORT_SHARE);

    private static TestNetwork network;

    private final SharingMode mode;

    LiarsOnTheWireTest(SharingMode mode) {
        this.mode = mode;
    }

    @BeforeAll
    static void start() {
        network = new TestNetwork(
                "security.require-its",
                "false",
                "psrd.block-size",
                "20000",
                "relay.timeout",
                "5m",
                "relay.hub-timeout",
                "5m",
                "key-share.grace",
                "1h");
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void allAreHonest() {
        network.behave();
        network.awaitReady();
        // In this mode, for hubs that give it again later.
        requireSame(keys(1));
    }

    static Stream<Arguments> pairsOfFaults() {
        List<Fault> faults = Stream.concat(
                        Stream.of(Fault.HANG, Fault.CONFLICT, Fault.DENIAL),
                        LIES.stream().sorted())
                .toList();
        return faults.stream()
                .flatMap(one -> faults.stream()
                        .filter(other -> faults.indexOf(one) <= faults.indexOf(other))
                        .map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairsOfFaults")
    void twoLiarsCostNoKeyAndAreNamed(Fault one, Fault other) {
        Response key = keys(1);
        Response batch = keys(BATCH);
        List<Long> before = wrongShares();

        requireSameWhile(List.of(one, other), key);
        requireSameWhile(List.of(one, other), batch);

        List<Fault> faults = List.of(one, other);
        List<Integer> liars =
                Stream.of(0, 1).filter(hub -> LIES.contains(faults.get(hub))).toList();
        TestNetwork.await(
                liars + " are named for the key and for the batch",
                () -> liars.stream().allMatch(hub -> wrongShares().get(hub) >= before.get(hub) + 1 + BATCH));
        for (int hub = 0; hub < network.fakes.size(); hub++) {
            if (!liars.contains(hub)) {
                assertEquals(
                        before.get(hub),
                        wrongShares().get(hub),
                        network.fake(hub).name());
            }
        }
    }

    static Stream<List<Fault>> triosOfFaults() {
        return Stream.of(
                List.of(Fault.WRONG_SHARE, Fault.WRONG_SHARE, Fault.WRONG_SHARE),
                List.of(Fault.INDEX_254, Fault.INDEX_254, Fault.INDEX_254),
                List.of(Fault.INDEX_OF_ANOTHER, Fault.INDEX_OF_ANOTHER, Fault.INDEX_OF_ANOTHER),
                List.of(Fault.SHORT_SHARE, Fault.SHORT_SHARE, Fault.SHORT_SHARE),
                List.of(Fault.CONFLICT, Fault.CONFLICT, Fault.CONFLICT),
                List.of(Fault.WRONG_SHARE, Fault.STALE_SHARE, Fault.INDEX_OF_ANOTHER),
                List.of(Fault.STALE_SHARE, Fault.STALE_SHARE, Fault.SHORT_SHARE));
    }

    @ParameterizedTest
    @MethodSource("triosOfFaults")
    void threeLiarsCostTheKeyUntilTheyAreHonestAgain(List<Fault> faults) {
        Response key = keys(1);
        Response batch = keys(BATCH);

        lie(faults);
        fetch(key).error(503);
        fetch(batch).error(503);

        network.behave();
        requireSame(key);
        requireSame(batch);
    }

    /** In the mode classic nothing tells them from the right ones: three hubs are too many bad ones. */
    @Test
    void threeSharesOfOneOtherKeyAreNoKeyInTheModeIts() {
        assumeTrue(mode == SharingMode.ITS);
        Response key = keys(1);
        lie(List.of(Fault.STALE_SHARE, Fault.STALE_SHARE, Fault.STALE_SHARE));
        fetch(key).error(503);

        network.behave();
        requireSame(key);
    }

    @Test
    void whatThreeHubsRefuseToTakeIsNoKey() {
        network.misbehave(3, "POST key-share", Fault.CONFLICT);
        assertEquals(
                network.fakes.stream().limit(3).map(FakeHub::name).collect(Collectors.toSet()),
                ask(1).details(503).keySet());
    }

    private Response ask(int number) {
        return network.carol.post(
                "sam",
                "sofia/enc_keys",
                "{\"number\":" + number + ",\"extension_mandatory\":[{\"dske_sharing\":\"" + mode.wireName() + "\"}]}");
    }

    /** Keys that are shared in the mode of this test. */
    private Response keys(int number) {
        Response keys = ask(number);
        assertEquals(number, keys.keys().size());
        return keys;
    }

    private static Response fetch(Response keys) {
        String ids = keys.keys().keySet().stream()
                .map(id -> "{\"key_ID\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"key_IDs\":[", "]}"));
        return network.connie.post("sofia", "sam/dec_keys", ids);
    }

    private static void requireSame(Response keys) {
        assertTrue(keys.keys().equals(fetch(keys).keys()), "the two ends have different keys");
    }

    /** Has the first hubs lie. */
    private static void lie(List<Fault> faults) {
        for (int hub = 0; hub < faults.size(); hub++) {
            Fault fault = faults.get(hub);
            network.fake(hub).fault = call -> isFetch(call.what()) ? fault : Fault.NONE;
        }
    }

    private static boolean isFetch(String what) {
        return what.equals("GET key-share") || what.equals("POST key-shares/fetch");
    }

    /** Fetches while one honest hub waits with its share until the others have been asked: without it there are two good shares. */
    private static void requireSameWhile(List<Fault> faults, Response keys) {
        List<FakeHub> liars = network.fakes.subList(0, faults.size());
        FakeHub late = network.fake(faults.size());
        Supplier<List<Long>> asked =
                () -> liars.stream().map(LiarsOnTheWireTest::fetches).toList();
        List<Long> before = asked.get();
        lie(faults);
        late.fault = call -> isFetch(call.what()) ? Fault.HANG : Fault.NONE;
        CompletableFuture<Response> fetched = CompletableFuture.supplyAsync(() -> fetch(keys));
        TestNetwork.await("all liars are asked", () -> {
            List<Long> now = asked.get();
            return Stream.of(0, 1).allMatch(hub -> now.get(hub) > before.get(hub));
        });
        late.release();
        assertTrue(keys.keys().equals(fetched.join().keys()), "the two ends have different keys");
        // All have to answer before any is named.
        network.behave();
    }

    private static long fetches(FakeHub hub) {
        return hub.count("GET key-share") + hub.count("POST key-shares/fetch");
    }

    /** How many wrong shares the slave's client has had from each hub. */
    private static List<Long> wrongShares() {
        return network.connie.hubs.all().stream()
                .map(hub -> hub.faults().counts().wrongShares())
                .toList();
    }
}
