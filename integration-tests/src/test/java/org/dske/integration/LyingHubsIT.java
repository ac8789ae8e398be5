package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.integration.lying.Lie;
import org.dske.launcher.etsi.DeliveredKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hubs that lie with good signatures, in a network of five hubs of which three make a key: two liars of any kind cost nothing, and three
 * cost the key, but never give a wrong one; in both modes of sharing.
 *
 * <p>No hub's answer is waited for longer than an encryptor here waits for its client: so a client that waits for a silent hub fails.
 */
@ParameterizedClass
@ValueSource(strings = {"its", "classic"})
class LyingHubsIT {
    private static final int BATCH = 16;

    private static TestNetwork network;

    private final List<Node> hubs = network.hubs();
    private final Encryptor sam = network.encryptor("sam");
    private final Encryptor sofia = network.encryptor("sofia");
    private final String sharing;

    LyingHubsIT(String sharing) {
        this.sharing = sharing;
    }

    @BeforeAll
    static void start() {
        network = TestNetwork.of(LyingHubs.home(), "lying", """
                k: 3
                base-port: %d
                settings:
                  # Keys of the mode classic are asked for, too.
                  security.require-its: false
                  etsi.plain-http: true
                  relay.timeout: 5m
                  relay.hub-timeout: 5m
                  key-share.grace: 1h
                hubs:
                  - name: hank
                  - name: helen
                  - name: hilary
                  - name: holly
                  - name: hugo
                clients:
                  - name: carol
                    encryptors: [sam]
                  - name: connie
                    encryptors: [sofia]
                """.formatted(FreePorts.row(7)));
        // Left over by a run that was killed.
        network.close();
        network.run("start", "--single-process");
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void allAreHonest() {
        network.awaitReady();
        // In this mode, for hubs that give it again later.
        sofia.getsTheSame(sam, keys(1));
    }

    @AfterEach
    void becomeHonest() {
        hubs.forEach(hub -> LyingHubs.tell(hub, Lie.NONE));
    }

    static Stream<Arguments> pairsOfLies() {
        List<Lie> lies = Stream.of(Lie.values()).filter(lie -> lie != Lie.NONE).toList();
        return lies.stream()
                .flatMap(one -> lies.stream()
                        .filter(other -> one.compareTo(other) <= 0)
                        .map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairsOfLies")
    void twoLiarsCostNoKey(Lie one, Lie other) {
        List<Lie> lies = List.of(one, other);
        tell(lies);
        DeliveredKey key = keys(1).get(0);
        List<DeliveredKey> batch = keys(BATCH);

        Map<String, Long> before = wrongShares();
        whileLied(lies, () -> sofia.getsTheSame(sam, key));
        whileLied(lies, () -> sofia.getsTheSame(sam, batch));
        // A silent hub may still give a wrong share: all have to answer before any is named.
        becomeHonest();
        assertNamesExactly(lies, before);
    }

    static Stream<List<Lie>> triosOfLies() {
        return Stream.of(
                List.of(Lie.WRONG_BYTES, Lie.WRONG_BYTES, Lie.WRONG_BYTES),
                List.of(Lie.WRONG_INDEX, Lie.WRONG_INDEX, Lie.WRONG_INDEX),
                List.of(Lie.INDEX_OF_ANOTHER, Lie.INDEX_OF_ANOTHER, Lie.INDEX_OF_ANOTHER),
                List.of(Lie.WRONG_LENGTH, Lie.WRONG_LENGTH, Lie.WRONG_LENGTH),
                List.of(Lie.REFUSAL, Lie.REFUSAL, Lie.REFUSAL),
                List.of(Lie.WRONG_BYTES, Lie.STALE_SHARE, Lie.INDEX_OF_ANOTHER),
                List.of(Lie.STALE_SHARE, Lie.STALE_SHARE, Lie.WRONG_LENGTH));
    }

    @ParameterizedTest
    @MethodSource("triosOfLies")
    void threeLiarsCostTheKeyUntilTheyAreHonestAgain(List<Lie> lies) {
        DeliveredKey key = keys(1).get(0);
        List<DeliveredKey> batch = keys(BATCH);

        tell(lies);
        sofia.decKeys(sam, key.id()).error(503);
        awaitTold(lies);
        tell(lies);
        sofia.post(sam, "dec_keys", Encryptor.keyIds(batch)).error(503);
        awaitTold(lies);

        becomeHonest();
        sofia.getsTheSame(sam, key);
        sofia.getsTheSame(sam, batch);
    }

    /** In the mode classic nothing tells them from the right ones: three hubs are too many bad ones. */
    @Test
    void threeSharesOfOneOtherKeyAreNoKeyInTheModeIts() {
        assumeTrue(sharing.equals("its"));
        List<Lie> lies = List.of(Lie.STALE_SHARE, Lie.STALE_SHARE, Lie.STALE_SHARE);
        DeliveredKey key = keys(1).get(0);

        tell(lies);
        sofia.decKeys(sam, key.id()).error(503);
        awaitTold(lies);

        becomeHonest();
        sofia.getsTheSame(sam, key);
    }

    @Test
    void whatThreeHubsRefuseToTakeIsNoKey() {
        tell(List.of(Lie.REFUSAL, Lie.REFUSAL, Lie.REFUSAL));

        assertEquals(
                Set.of("hank", "helen", "hilary"),
                sam.encKeys(sofia).details(503).keySet());
    }

    /** Keys that are shared in the mode of this test. */
    private List<DeliveredKey> keys(int number) {
        String request = "{\"number\":" + number + ",\"extension_mandatory\":[{\"dske_sharing\":\"" + sharing + "\"}]}";
        return Encryptor.keys(sam.post(sofia, "enc_keys", request).ok());
    }

    /** How many wrong shares the slave's client has had from each hub. */
    private static Map<String, Long> wrongShares() {
        List<JsonObject> status =
                network.node("connie").status().getJsonArray("hubs").getValuesAs(JsonObject.class);
        return status.stream()
                .collect(Collectors.toMap(
                        hub -> hub.getString("name"),
                        hub -> hub.getJsonNumber("wrong_shares").longValueExact()));
    }

    /** Of one key and of one batch. */
    private void assertNamesExactly(List<Lie> lies, Map<String, Long> before) {
        List<String> liars = IntStream.range(0, lies.size())
                .filter(i -> lies.get(i).givesWrongShares())
                .mapToObj(i -> hubs.get(i).name())
                .toList();
        Await.until(Await.LONG, () -> {
            Map<String, Long> now = wrongShares();
            liars.forEach(liar -> assertTrue(now.get(liar) - before.get(liar) >= 2, () -> liar + " is not named"));
        });
        Map<String, Long> now = wrongShares();
        hubs.stream()
                .map(Node::name)
                .filter(hub -> !liars.contains(hub))
                .forEach(
                        hub -> assertEquals(before.get(hub), now.get(hub), hub + " is named, and gave no wrong share"));
        assertMetricsSayTheSame(now);
        String log = network.node("connie").log();
        liars.forEach(liar -> assertTrue(
                log.contains("hub " + liar + " gave a wrong share of key "), () -> liar + " is not named in the log"));
    }

    private static void assertMetricsSayTheSame(Map<String, Long> counts) {
        List<String> metrics = Http.get(network.node("connie").url("/mgmt/v1/metrics"))
                .body()
                .lines()
                .toList();
        counts.forEach((hub, count) -> assertTrue(
                metrics.contains("dske_wrong_shares_total{hub=\"" + hub + "\"} " + count),
                () -> hub + " has " + count + " wrong shares in the status, and in the metrics: " + metrics));
    }

    /** Fetches while one hub waits with its share until the lies have been told: without it there are two good shares. */
    private void whileLied(List<Lie> lies, Runnable fetch) {
        Node late = hubs.get(lies.size());
        LyingHubs.tell(late, Lie.SILENCE);
        tell(lies);
        CompletableFuture<Void> fetched = CompletableFuture.runAsync(fetch);
        awaitTold(lies);
        LyingHubs.tell(late, Lie.NONE);
        fetched.join();
    }

    /** Has the first hubs lie. */
    private void tell(List<Lie> lies) {
        for (int i = 0; i < lies.size(); i++) {
            LyingHubs.tell(hubs.get(i), lies.get(i));
        }
    }

    private void awaitTold(List<Lie> lies) {
        Await.until(Await.LONG, () -> hubs.subList(0, lies.size()).forEach(LyingHubs::assertTold));
    }
}
