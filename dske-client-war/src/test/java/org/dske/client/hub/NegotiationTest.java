package org.dske.client.hub;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Response;
import org.dske.testing.hub.Call;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which suite a client and a hub settle by a registration, and how long it holds. */
class NegotiationTest {
    private final List<FakeHub> fakes =
            Stream.of("hank", "helen", "hilary").map(FakeHub::new).toList();
    private final FakeHub hank = fakes.get(0);

    @AfterEach
    void stop() {
        fakes.forEach(FakeHub::close);
        fakes.forEach(hub -> assertEquals(List.of(), hub.violations()));
    }

    /** A client whose configuration lets all hubs speak classic, or none. */
    private TestClient client(boolean requireIts) {
        String hubs = fakes.stream()
                .map(hub -> hub.base() + (requireIts ? "" : " classic"))
                .collect(Collectors.joining(","));
        return new TestClient(
                "carol",
                "sam,serena",
                fakes,
                Map.of("security.require-its", String.valueOf(requireIts), "client.hubs", hubs));
    }

    private static String suite(TestClient client) {
        var suite = client.hub("hank").registration().suite();
        return suite == null ? "none" : suite.wireName();
    }

    /** Signed both ways with hank, as he sees it, and a key at both ends. */
    private void requireWorks(TestClient client) {
        await("all pools are filled", () -> client.hubs.all().stream().allMatch(PeerHub::isReady));
        long before = answered();
        Response master = client.keys("sam", "serena/enc_keys");
        assertEquals(200, master.status(), master::toString);
        assertEquals(
                master.key(),
                client.keys("serena", "sam/dec_keys?key_ID=" + master.keyId()).key());
        await(
                "hank gave his share",
                () -> answered() > before && client.hub("hank").isReady());
    }

    private long answered() {
        return hank.count("GET key-share");
    }

    private static boolean isInBand(Call call) {
        return !call.signature().isEmpty();
    }

    private void awaitRefused(TestClient client) {
        await(
                "hank is refused",
                () -> client.hub("hank").registration().wireName().equals("unreachable"));
        assertEquals("none", suite(client));
        String reason = client.hub("hank").registration().reason();
        assertTrue(
                String.valueOf(reason).startsWith("it speaks none of the suites that are accepted here: its"), reason);
    }

    private void awaitSuite(TestClient client, String suite) {
        await(
                "hank speaks " + suite,
                () -> suite(client).equals(suite) && client.hub("hank").isReady());
    }

    @ParameterizedTest
    @CsvSource({"its+classic,its", "its,its", "classic,classic"})
    void theBestSuiteThatBothSpeakIsSettled(String spoken, String settled) {
        hank.suites = Set.of(spoken.split("\\+"));
        try (TestClient client = client(false)) {
            awaitSuite(client, settled);
            requireWorks(client);
        }
        assertTrue(registrations().allMatch(body -> body.contains("\"suites\":[\"its\",\"classic\"]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"its+classic", "its"})
    void whoRequiresItsOffersNothingElse(String spoken) {
        hank.suites = Set.of(spoken.split("\\+"));
        try (TestClient client = client(true)) {
            awaitSuite(client, "its");
            requireWorks(client);
        }
        assertTrue(registrations().allMatch(body -> body.contains("\"suites\":[\"its\"]")));
    }

    private Stream<String> registrations() {
        return hank.calls.stream()
                .filter(call -> call.what().equals("PUT registration"))
                .map(call -> new String(call.body(), StandardCharsets.UTF_8));
    }

    /** It says nothing of suites, or that it picked what was not offered. */
    @ParameterizedTest
    @CsvSource({"true,classic,''", "true,its+classic,classic", "true,its+classic,quantum", "false,its+classic,quantum"})
    void aHubThatWantsAnythingElseIsRefusedAndTriedAgain(boolean requireIts, String spoken, String insistsOn) {
        hank.suites = Set.of(spoken.split("\\+"));
        hank.insistsOn = insistsOn;
        try (TestClient client = client(requireIts)) {
            awaitRefused(client);
            await("it is tried again", () -> registrations().count() > 3);
            assertEquals(0, client.hub("hank").keysLeft(64));
            JsonObject shown = client.call("GET", "/mgmt/v1/status")
                    .json()
                    .getJsonArray("hubs")
                    .getJsonObject(0);
            assertEquals("hank", shown.getString("name"));
            assertEquals("unreachable", shown.getString("state"));
            assertFalse(shown.containsKey("suite"));
            // The two others do not suffice, and hank is not asked.
            assertEquals(503, client.keys("sam", "serena/enc_keys").status());
            assertFalse(hank.calls.stream().anyMatch(NegotiationTest::isInBand));
            assertEquals(0, hank.count("GET psrd"));
            hank.suites = Set.of("its", "classic");
            hank.insistsOn = "";
            awaitSuite(client, "its");
            requireWorks(client);
        }
    }

    @Test
    void theSuiteHoldsUntilTheNextRegistration() {
        try (TestClient client = client(false)) {
            awaitSuite(client, "its");
            hank.suites = Set.of("classic");
            requireWorks(client);
            assertEquals("its", suite(client));
            // A registration, since he has lost his memory.
            hank.forget();
            client.keys("sam", "serena/enc_keys");
            awaitSuite(client, "classic");
            requireWorks(client);
            hank.suites = Set.of("its");
            hank.forget();
            client.keys("sam", "serena/enc_keys");
            awaitSuite(client, "its");
            requireWorks(client);
        }
    }

    @Test
    void noExchangeIsMadeAnyMoreWithAHubThatComesBackWithASuiteThatIsRefused() {
        try (TestClient client = client(true)) {
            awaitSuite(client, "its");
            requireWorks(client);
            hank.insistsOn = "classic";
            hank.forget();
            client.keys("sam", "serena/enc_keys");
            awaitRefused(client);
            long before = hank.calls.stream().filter(NegotiationTest::isInBand).count();
            long left = client.hub("hank").bytesLeft();
            assertEquals(503, client.keys("sam", "serena/enc_keys").status());
            assertEquals(
                    before,
                    hank.calls.stream().filter(NegotiationTest::isInBand).count());
            assertEquals(left, client.hub("hank").bytesLeft());
            hank.insistsOn = "";
            awaitSuite(client, "its");
            requireWorks(client);
        }
    }

    /** A request of the suite before is no valid one any more: the client registers anew and makes it once more. */
    @ParameterizedTest
    @CsvSource({"its+classic,classic", "classic,its"})
    void whoIsOutOfStepHeals(String spoken, String other) {
        hank.suites = Set.of(spoken.split("\\+"));
        try (TestClient client = client(false)) {
            await("ready", () -> client.hubs.all().stream().allMatch(PeerHub::isReady));
            hank.settle("carol", other);
            long before = registrations().count();
            requireWorks(client);
            assertTrue(registrations().count() > before);
        }
    }

    @Test
    void anExchangeThatBeganBeforeARegistrationIsVerifiedInItsOwnSuite() {
        try (TestNetwork network = new TestNetwork(false)) {
            network.awaitReady();
            FakeHub slow = network.fake(0);
            PeerHub hub = network.carol.hub(slow.name());
            // He works on the request, and his answer waits for the end of the registration.
            slow.fault = call -> isInBand(call) ? org.dske.testing.hub.Fault.HANG : org.dske.testing.hub.Fault.NONE;
            var found = hub.find(TestNetwork.SOFIA, java.time.Duration.ofSeconds(60));
            await("he works on it", () -> slow.count("GET encryptors/sofia") == 1);
            slow.suites = Set.of("classic");
            hub.check();
            hub.check();
            await("the suite has changed", () -> !hub.registration().isIts());
            slow.release();
            assertEquals("connie", found.join().orElseThrow().name().name());
        }
    }
}
