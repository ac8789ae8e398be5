package org.dske.client.etsi014;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.encryptor.EncryptorDirectory;
import org.dske.sharing.SharingMode;
import org.dske.testing.LogLines;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mode in which keys are shared: as the hubs allow, and as encryptors insist. */
class SharingModesTest {
    private static final String CANNOT = "not all extension_mandatory request options could be met";
    private static final String TOO_SHORT = "size is '64', which is not a whole number from 128 to 16384";

    private static Response insist(TestNetwork network, String mode, String more) {
        return network.carol.post(
                "sam", "sofia/enc_keys", "{\"extension_mandatory\":[{\"dske_sharing\":\"" + mode + "\"}]" + more + "}");
    }

    /** What a hub was told of how keys are shared, each once. */
    private static Set<String> posted(FakeHub hub) {
        return hub.calls.stream()
                .filter(call ->
                        call.what().equals("POST key-share") || call.what().equals("POST key-shares"))
                .map(call -> new String(call.body(), StandardCharsets.UTF_8))
                .map(body -> (body.contains("\"sharing\":\"its\"")
                                ? "its"
                                : body.contains("\"sharing\"") ? "?" : "none")
                        + (body.contains("\"threshold\":3") ? " 3" : body.contains("\"threshold\"") ? " ?" : ""))
                .collect(Collectors.toSet());
    }

    private static void requirePosted(TestNetwork network, String... modes) {
        network.fakes.forEach(hub -> await(
                "the last share arrives at " + hub.name(), () -> posted(hub).equals(Set.of(modes))));
    }

    private static void requireFetched(TestNetwork network, Response master) {
        assertEquals(200, master.status(), master::toString);
        String ids = master.keys().keySet().stream()
                .map(id -> "{\"key_ID\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"key_IDs\":[", "]}"));
        assertEquals(
                master.keys(), network.connie.post("sofia", "sam/dec_keys", ids).keys());
    }

    @ParameterizedTest
    @CsvSource({"0,its", "1,its", "2,its", "3,classic", "5,classic"})
    void keysAreSharedInTheModeItsUnlessFewerThanKHubsAreConfiguredForIt(int classicHubs, String mode) {
        try (TestNetwork network = new TestNetwork(classicHubs, true)) {
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys"));
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys?number=3"));
            requirePosted(network, mode.equals("its") ? "its 3" : "none");
            assertEquals(
                    mode, network.carol.call("GET", "/mgmt/v1/status").json().getString("sharing"));
        }
    }

    @Test
    void anEncryptorMayInsistOnEitherModeWhereClassicIsAllowed() {
        try (TestNetwork network = new TestNetwork("security.require-its", "false")) {
            requireFetched(network, insist(network, "its", ""));
            requirePosted(network, "its 3");
            requireFetched(network, insist(network, "classic", ",\"number\":2"));
            requireFetched(network, insist(network, "classic", ""));
            requirePosted(network, "its 3", "none");
        }
    }

    @Test
    void anEncryptorThatInsistsOnItsGetsNothingWhereTooFewHubsAreConfiguredForIt() {
        try (TestNetwork network = new TestNetwork(3, true)) {
            insist(network, "its", "").error(400, CANNOT);
            requireFetched(network, insist(network, "classic", ""));
            requirePosted(network, "none");
        }
    }

    @Test
    void classicIsRefusedWhereItsIsRequired() {
        try (TestNetwork network = new TestNetwork()) {
            insist(network, "classic", "").error(400, CANNOT);
            requireFetched(network, insist(network, "its", ""));
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys"));
            requirePosted(network, "its 3");
        }
    }

    /** The size is checked in the mode that the key would be shared in, and the status says what is true now. */
    @Test
    void shortKeysAreSharedInTheModeItsOnly() {
        try (TestNetwork network = new TestNetwork("security.require-its", "false")) {
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys?size=64"));
            insist(network, "classic", ",\"size\":64").error(400, TOO_SHORT);
            network.carol.keys("sam", "sofia/enc_keys?size=56").error(400, "from 64 to 16384");
            assertEquals(64, network.carol.keys("sam", "sofia/status").json().getInt("min_key_size"));
        }
        try (TestNetwork network = new TestNetwork(3, true)) {
            network.carol.keys("sam", "sofia/enc_keys?size=64").error(400, TOO_SHORT);
            assertEquals(128, network.carol.keys("sam", "sofia/status").json().getInt("min_key_size"));
        }
        try (TestNetwork network = new TestNetwork(3, true, "sharing.allow-short-keys", "true")) {
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys?size=64"));
            assertEquals(64, network.carol.keys("sam", "sofia/status").json().getInt("min_key_size"));
        }
    }

    /** To say nothing is to pick classic: so is an answer to one registration that somebody made up. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noAnswerToARegistrationMovesAClientToClassic(int hubs) {
        try (TestNetwork network = new TestNetwork("security.require-its", "false")) {
            List<FakeHub> moved = network.fakes.subList(0, hubs);
            // They say, unsigned, that they know no client (401), and then that they know nothing of suites.
            moved.forEach(hub -> {
                hub.suites = Set.of("classic");
                hub.forget();
            });
            Response master = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(200, master.status(), master::toString);
            moved.forEach(hub -> await("it is refused", () -> isRefused(network, hub)));
            assertEquals(SharingMode.ITS, network.carol.sharingPolicy.mode());
            assertEquals(
                    "its", network.carol.call("GET", "/mgmt/v1/status").json().getString("sharing"));
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys?number=2"));
            network.fakes.forEach(hub -> assertEquals(
                    Set.of(),
                    posted(hub).stream().filter(mode -> !mode.equals("its 3")).collect(Collectors.toSet())));
        }
    }

    @Test
    void aKeyFailsWhereTooManyHubsComeBackWithClassicAndEachIsNamed() {
        try (TestNetwork network = new TestNetwork("security.require-its", "false")) {
            List<FakeHub> moved = network.fakes.subList(0, 3);
            moved.forEach(hub -> {
                hub.suites = Set.of("classic");
                hub.forget();
            });
            network.carol.keys("sam", "sofia/enc_keys");
            moved.forEach(hub -> await("it is refused", () -> isRefused(network, hub)));
            Response refused = network.carol.keys("sam", "sofia/enc_keys");
            assertEquals(503, refused.status(), refused::toString);
            moved.forEach(hub -> assertTrue(
                    refused.message().contains(hub.name() + ": it speaks none of the suites"), refused::message));
        }
    }

    private static boolean isRefused(TestNetwork network, FakeHub hub) {
        return String.valueOf(network.carol.hub(hub.name()).registration().reason())
                .contains("it speaks none of the suites");
    }

    /** A slave whose client speaks classic only, as k hubs say. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aSlaveOfAClientThatSpeaksClassicOnlyGetsKeysOfThatModeOrNone(boolean requireIts) {
        try (TestNetwork network = new TestNetwork("security.require-its", String.valueOf(requireIts))) {
            network.fakes.forEach(hub -> hub.saysOfClients = "classic");
            Response answer = network.carol.keys("sam", "sofia/enc_keys");
            insist(network, "its", "").error(400, CANNOT);
            int stored = network.carol.keys("sam", "sofia/status").json().getInt("stored_key_count");
            if (requireIts) {
                answer.error(400, "SAE sofia is registered with KME connie, which speaks the suite classic only");
                network.fakes.forEach(hub -> assertEquals(Set.of(), posted(hub)));
                assertEquals(0, stored);
            } else {
                requireFetched(network, answer);
                network.carol.keys("sam", "sofia/enc_keys?size=64").error(400, TOO_SHORT);
                requirePosted(network, "none");
                assertTrue(stored > 0);
            }
        }
    }

    /** Fewer than k hubs may be lying, to have keys shared worse. */
    @Test
    void thatAClientSpeaksClassicOnlyIsNotBelievedOfFewerThanKHubs() {
        try (TestNetwork network = new TestNetwork("security.require-its", "false")) {
            network.fakes.subList(0, 2).forEach(hub -> hub.saysOfClients = "classic");
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys"));
            requirePosted(network, "its 3");
        }
    }

    /** The client of a slave has no word for what it cannot join: so the initiator's log has one. */
    @Test
    void theLogSaysThatASlavesClientSpeaksClassicOnly() {
        try (LogLines log = new LogLines(EncryptorDirectory.class);
                TestNetwork network = new TestNetwork()) {
            network.fakes.forEach(hub -> hub.saysOfClients = "classic");
            network.carol.keys("sam", "sofia/enc_keys").error(400, "classic only");
            network.carol.keys("sam", "sofia/enc_keys").error(400, "classic only");
            assertEquals(
                    1,
                    log.all().stream()
                            .filter(line -> line.startsWith("WARNING encryptor sofia is registered with client connie,"
                                    + " which speaks the suite classic only"))
                            .count(),
                    log.all()::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aShareIsAtTheNumberThatTheClientHasForTheHubAndSaysThoseOfAll(int number) {
        Map<String, Integer> numbers = Map.of("hank", 9, "helen", 2, "hilary", 255, "holly", 1, "hugo", 7);
        try (TestNetwork network = new TestNetwork(false)) {
            String hubs = network.fakes.stream()
                    .map(hub -> numbers.get(hub.name()) + "=" + hub.base())
                    .collect(Collectors.joining(","));
            try (TestClient cindy = new TestClient("cindy", "susan", network.fakes, Map.of("client.hubs", hubs));
                    TestClient curtis =
                            new TestClient("curtis", "stefan", network.fakes, Map.of("client.hubs", hubs))) {
                await("all are there", () -> ready(cindy) == 5 && ready(curtis) == 5);
                Response master = cindy.keys("susan", "stefan/enc_keys?number=" + number);
                assertEquals(200, master.status(), master::toString);
                network.fakes.forEach(hub -> {
                    await("the last share arrives", () -> !posted(hub).isEmpty());
                    String body = hub.calls.stream()
                            .filter(call -> call.what().startsWith("POST key-share"))
                            .map(call -> new String(call.body(), StandardCharsets.UTF_8))
                            .findFirst()
                            .orElseThrow();
                    assertTrue(body.contains("\"share_index\":" + numbers.get(hub.name()) + ","), body);
                    JsonObject places = jakarta.json.Json.createReader(new java.io.StringReader(body))
                            .readObject()
                            .getJsonObject("places");
                    assertEquals(numbers.keySet(), places.keySet());
                    numbers.forEach((name, place) -> assertEquals(place, places.getInt(name)));
                });
                String ids = master.keys().keySet().stream()
                        .map(id -> "{\"key_ID\":\"" + id + "\"}")
                        .collect(Collectors.joining(",", "{\"key_IDs\":[", "]}"));
                assertEquals(
                        master.keys(),
                        curtis.post("stefan", "susan/dec_keys", ids).keys());
            }
        }
    }

    /** Which shares are joined with which is tried in {@code SharesTest} and {@code PlacesModelTest}. */
    @Test
    void hubsThatSayOtherPlacesOrNoneAreNamedAndTheOthersGiveTheKey() {
        try (TestNetwork network = new TestNetwork()) {
            network.fake(0).places = said ->
                    jakarta.json.Json.createObjectBuilder(said).add("hugo", 9).build();
            network.fake(1).places = said -> jakarta.json.JsonValue.EMPTY_JSON_OBJECT;
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys"));
            for (int liar = 0; liar < 2; liar++) {
                FakeHub hub = network.fake(liar);
                await(
                        hub.name() + " is named",
                        () -> network.connie.hub(hub.name()).faults().counts().wrongShares() == 1);
            }
        }
    }

    /** A mistake of an operator's: the hub tells the second client, whose status has the reason. */
    @Test
    void aHubThatOthersKnowByAnotherNumberIsUnreachableWithBothNumbers() {
        try (TestNetwork network = new TestNetwork(false)) {
            network.fake(2).number = 8;
            await(
                    "the reason is shown",
                    () -> String.valueOf(
                                    network.carol.hub("hilary").registration().reason())
                            .contains("you know me by 3, and others by 8"));
        }
    }

    private static long ready(TestClient client) {
        return client.hubs.all().stream().filter(hub -> hub.isReady()).count();
    }

    /** Connie requires its, and carol does not: so carol may make keys that connie does not believe. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noShareOfTheModeClassicIsBelievedWhereItsIsRequired(int number) {
        try (TestNetwork network = new TestNetwork("security.require-its", "false");
                TestClient curtis =
                        new TestClient("curtis", "stefan", network.fakes, Map.of("security.require-its", "true"))) {
            await("ready", () -> ready(curtis) == 5);
            String insist = "{\"extension_mandatory\":[{\"dske_sharing\":\"%s\"}],\"number\":" + number + "}";
            var classic = network.carol.post("sam", "stefan/enc_keys", insist.formatted("classic"));
            assertEquals(number, classic.keys().size());
            String ids = classic.keys().keySet().stream()
                    .map(id -> "{\"key_ID\":\"" + id + "\"}")
                    .collect(Collectors.joining(",", "{\"key_IDs\":[", "]}"));
            Response refused = curtis.post("stefan", "sam/dec_keys", ids);
            assertEquals(503, refused.status(), refused::toString);
            assertTrue(refused.message().contains("its share is of the mode classic"), refused::message);
            // The hubs gave what they had: they are none the worse for it.
            assertEquals(5, ready(curtis));
            var its = network.carol.post("sam", "stefan/enc_keys", insist.formatted("its"));
            assertEquals(
                    its.key(),
                    curtis.keys("stefan", "sam/dec_keys?key_ID=" + its.keyId()).key());
        }
    }
}
