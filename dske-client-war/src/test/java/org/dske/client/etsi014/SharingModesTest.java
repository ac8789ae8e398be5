package org.dske.client.etsi014;

import static org.dske.client.api.TestNetwork.SAM;
import static org.dske.client.api.TestNetwork.SOFIA;
import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.client.relay.KeyRequest;
import org.dske.client.relay.TooFewHubsException;
import org.dske.client.testing.FakeHub;
import org.dske.key.UserKey;
import org.dske.sharing.SharingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mode in which keys are shared: as the hubs allow, and as encryptors insist. */
class SharingModesTest {
    private static final String CANNOT = "not all extension_mandatory request options could be met";
    private static final String TOO_SHORT = "size is '64', which is not a whole number from 128 to 16384";

    private static TestClient.Answer insist(TestNetwork network, String mode, String more) {
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

    private static void requireFetched(TestNetwork network, TestClient.Answer master) {
        assertEquals(200, master.status(), master::toString);
        String ids = master.keys().keySet().stream()
                .map(id -> "{\"key_ID\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"key_IDs\":[", "]}"));
        assertEquals(
                master.keys(), network.connie.post("sofia", "sam/dec_keys", ids).keys());
    }

    @ParameterizedTest
    @CsvSource({"0,its", "1,classic", "4,classic", "5,classic"})
    void oneHubThatSpeaksClassicMakesAllKeysClassic(int classicHubs, String mode) {
        try (TestNetwork network = new TestNetwork(classicHubs, true)) {
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys"));
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys?number=3"));
            requirePosted(network, mode.equals("its") ? "its 3" : "none");
            assertEquals(
                    mode, network.carol.call("GET", "/mgmt/v1/status").json().getString("sharing"));
        }
    }

    @Test
    void anEncryptorMayInsistOnEitherModeWhereAllHubsSpeakIts() {
        try (TestNetwork network = new TestNetwork()) {
            requireFetched(network, insist(network, "its", ""));
            requirePosted(network, "its 3");
            requireFetched(network, insist(network, "classic", ",\"number\":2"));
            requireFetched(network, insist(network, "classic", ""));
            requirePosted(network, "its 3", "none");
        }
    }

    @Test
    void anEncryptorThatInsistsOnItsGetsNothingWhereAHubSpeaksClassic() {
        try (TestNetwork network = new TestNetwork(1, true)) {
            insist(network, "its", "").error(400, CANNOT);
            requireFetched(network, insist(network, "classic", ""));
            requirePosted(network, "none");
        }
    }

    @Test
    void classicIsRefusedWhereItsIsRequired() {
        try (TestNetwork network = new TestNetwork("security.require-its", "true")) {
            insist(network, "classic", "").error(400, CANNOT);
            requireFetched(network, insist(network, "its", ""));
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys"));
            requirePosted(network, "its 3");
        }
    }

    /** The size is checked in the mode that the key would be shared in, and the status says what is true now. */
    @Test
    void shortKeysAreSharedInTheModeItsOnly() {
        try (TestNetwork network = new TestNetwork()) {
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys?size=64"));
            insist(network, "classic", ",\"size\":64").error(400, TOO_SHORT);
            network.carol.keys("sam", "sofia/enc_keys?size=56").error(400, "from 64 to 16384");
            assertEquals(64, network.carol.keys("sam", "sofia/status").json().getInt("min_key_size"));
        }
        try (TestNetwork network = new TestNetwork(1, true)) {
            network.carol.keys("sam", "sofia/enc_keys?size=64").error(400, TOO_SHORT);
            assertEquals(128, network.carol.keys("sam", "sofia/status").json().getInt("min_key_size"));
        }
        try (TestNetwork network = new TestNetwork(1, true, "sharing.allow-short-keys", "true")) {
            requireFetched(network, network.carol.keys("sam", "sofia/enc_keys?size=64"));
            assertEquals(64, network.carol.keys("sam", "sofia/status").json().getInt("min_key_size"));
        }
    }

    @Test
    void aHubThatWasNeverThereDoesNotCount() {
        try (TestNetwork network = new TestNetwork(false)) {
            FakeHub hank = network.fake(0);
            hank.stop();
            hank.forget();
            network.carol.close();
            network.connie.close();
            List<FakeHub> hubs = network.fakes;
            try (TestClient cindy = new TestClient("cindy", "susan", hubs, java.util.Map.of());
                    TestClient curtis = new TestClient("curtis", "stefan", hubs, java.util.Map.of())) {
                await("four hubs are there", () -> ready(cindy) == 4 && ready(curtis) == 4);
                TestClient.Answer master = cindy.keys("susan", "stefan/enc_keys");
                assertEquals(
                        master.key(),
                        curtis.keys("stefan", "susan/dec_keys?key_ID=" + master.keyId())
                                .key());
                hubs.stream()
                        .skip(1)
                        .forEach(hub -> await("its", () -> posted(hub).equals(Set.of("its 3"))));
                // Now it comes, and speaks classic.
                hank.suites = Set.of("classic");
                hank.start();
                await("it is there", () -> ready(cindy) == 5);
                assertEquals(SharingMode.CLASSIC, cindy.sharingInUse.mode());
                // It counts from now on, also while it is away.
                hank.stop();
                assertEquals(200, cindy.keys("susan", "stefan/enc_keys").status());
                await("it is noticed", () -> !cindy.hub("hank").isReady());
                assertEquals(SharingMode.CLASSIC, cindy.sharingInUse.mode());
            }
            hank.start();
        }
    }

    private static long ready(TestClient client) {
        return client.hubs.all().stream().filter(hub -> hub.isReady()).count();
    }

    /** What is in use may change between the choice of the mode and the moment in which a share is sent. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aShareOfTheModeItsIsNotSentToAHubThatSpeaksClassic(int number) {
        try (TestNetwork network = new TestNetwork(2, true)) {
            List<UserKey> keys = network.carol.relay.establish(its(number));
            assertEquals(number, keys.size());
            for (FakeHub hub : network.fakes.subList(0, 2)) {
                assertEquals(Set.of(), posted(hub));
                // It is not the hub's fault, and costs nothing.
                assertEquals(
                        "registered",
                        network.carol.hub(hub.name()).registration().word());
                assertEquals(
                        TestNetwork.LOOKUP,
                        network.carol.hub(hub.name()).poolStatus(false).get(0).used());
            }
            network.fakes.stream().skip(2).forEach(hub -> assertEquals(Set.of("its 3"), posted(hub)));
            assertEquals(
                    keys.get(0).value(),
                    network.fetch(TestNetwork.ids(keys)).get(0).value());
        }
    }

    @Test
    void aKeyOfTheModeItsFailsWhereTooManyHubsSpeakClassicAndEachIsNamed() {
        try (TestNetwork network = new TestNetwork(3, true)) {
            TooFewHubsException e =
                    assertThrows(TooFewHubsException.class, () -> network.carol.relay.establish(its(1)));
            network.fakes
                    .subList(0, 3)
                    .forEach(hub -> assertTrue(
                            String.valueOf(e.details().get(hub.name())).contains("it speaks the suite classic"),
                            e::getMessage));
        }
    }

    private static KeyRequest its(int number) {
        return new KeyRequest(SAM, List.of(SOFIA), number, 32, SharingMode.ITS);
    }

    /** Connie requires its, and carol does not: so carol may make keys that connie does not believe. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noShareOfTheModeClassicIsBelievedWhereItsIsRequired(int number) {
        try (TestNetwork network = new TestNetwork();
                TestClient curtis = new TestClient(
                        "curtis", "stefan", network.fakes, java.util.Map.of("security.require-its", "true"))) {
            await("ready", () -> ready(curtis) == 5);
            String insist = "{\"extension_mandatory\":[{\"dske_sharing\":\"%s\"}],\"number\":" + number + "}";
            var classic = network.carol.post("sam", "stefan/enc_keys", insist.formatted("classic"));
            assertEquals(number, classic.keys().size());
            String ids = classic.keys().keySet().stream()
                    .map(id -> "{\"key_ID\":\"" + id + "\"}")
                    .collect(Collectors.joining(",", "{\"key_IDs\":[", "]}"));
            TestClient.Answer refused = curtis.post("stefan", "sam/dec_keys", ids);
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
