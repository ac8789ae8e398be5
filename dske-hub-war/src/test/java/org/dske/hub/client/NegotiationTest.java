package org.dske.hub.client;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dske.hub.api.TestHub;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which suite a registration picks, and how long it holds. */
class NegotiationTest {
    private static final String ANY_KEY =
            "&master_sae_id=sofia&slave_sae_id=sam&key_id=5a0c9ad7-1f9b-4c12-9f9e-3c2f3f2a7a11";

    private final TestHub hub = TestHub.start();

    @AfterEach
    void stop() {
        hub.close();
    }

    private static Response register(TestHub hub, String suites) {
        return new FakeClient(hub.base(), "carol", "sam").register(",\"suites\":" + suites);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"its\",\"classic\"] | its",
                "[\"classic\",\"its\"] | classic",
                "[\"its\"] | its",
                "[\"classic\"] | classic",
                "[\"quantum\",\"\",\"ITS\",\"its \",\"classic\",\"its\"] | classic",
                "[\"its-2\",\"its\",\"its\"] | its"
            })
    void theFirstOfTheClientsSuitesThatTheHubKnowsIsPicked(String suites, String picked) {
        assertEquals(picked, register(hub, suites).json().getString("suite"));
        assertEquals(picked, hub.client("carol").suite().wireName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"suites\":null"})
    void whoNamesNoneSpeaksClassicAndIsAnsweredWithoutASuite(String suites) {
        Response response = new FakeClient(hub.base(), "carol", "sam").register(suites);
        assertFalse(response.json().containsKey("suite"));
        assertEquals("classic", hub.client("carol").suite().wireName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"CLASSIC\"]", "[\"its2\",\"classic \"]"})
    void aListWithNoneThatTheHubKnowsIsRefusedAndTheEarlierRegistrationStays(String suites) {
        assertTrue(register(hub, suites).error(400).contains("its, classic"));
        assertEquals("", hub.pools());
        FakeClient carol = FakeClient.readyForIts(hub.base(), "carol", "sam");
        String before = hub.pools();
        new FakeClient(hub.base(), "carol", "sofia")
                .register(",\"suites\":" + suites)
                .error(400);
        assertEquals(before, hub.pools());
        assertWorks(carol);
    }

    @Test
    void theSuiteHoldsUntilTheNextRegistrationAndEachPicksAnew() {
        FakeClient carol = FakeClient.readyForIts(hub.base(), "carol", "sam");
        assertWorks(carol);
        carol.its = false;
        String target = KEY_SHARE + "?client_name=carol" + ANY_KEY;
        carol.send("GET", target, carol.header(target, new byte[0]), new byte[0])
                .error(401);
        carol.agree("classic");
        assertWorks(carol);
        carol.agree("its");
        assertWorks(carol);
    }

    @Test
    void clientsOfOneHubSpeakDifferentSuites() {
        FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
        FakeClient connie = FakeClient.readyForIts(hub.base(), "connie", "sofia");
        assertWorks(carol);
        assertWorks(connie);
        assertEquals("classic", hub.client("carol").suite().wireName());
        assertEquals("its", hub.client("connie").suite().wireName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"suites\":[\"classic\"]", ",\"suites\":[\"classic\",\"quantum\"]"})
    void aHubThatRequiresItsRefusesClientsThatSpeakOnlyClassic(String suites) {
        try (TestHub strict = TestHub.start("security.require-its", "true")) {
            String message = new FakeClient(strict.base(), "carol", "sam")
                    .register(suites)
                    .error(403);
            assertTrue(message.contains("its") && message.contains("classic"), message);
            assertEquals("", strict.pools());
            FakeClient carol = FakeClient.readyForIts(strict.base(), "carol", "sam");
            String before = strict.pools();
            new FakeClient(strict.base(), "carol", "sam").register(suites).error(403);
            assertEquals(before, strict.pools());
            assertWorks(carol);
        }
    }

    @Test
    void aHubThatRequiresItsPicksItWhereverItStands() {
        try (TestHub strict = TestHub.start("security.require-its", "true")) {
            assertEquals("its", register(strict, "[\"classic\",\"its\"]").json().getString("suite"));
            register(strict, "[\"quantum\"]").error(400);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';classic",
                ",\"suites\":[\"classic\"];classic",
                ",\"suites\":[\"quantum\",\"classic\"];classic",
                ",\"suites\":[\"its\",\"classic\"];its",
                ",\"suites\":[\"classic\",\"its\"];its",
                ",\"suites\":[\"its\"];its"
            })
    void aLookUpSaysTheBestSuiteThatAnEncryptorsClientSpeaks(String suites, String best) {
        FakeClient carol = FakeClient.readyForIts(hub.base(), "carol", "sam");
        assertEquals(
                200,
                new FakeClient(hub.base(), "connie", "sofia").register(suites).status());
        assertEquals(
                best,
                carol.exchange("GET", "/dske/api/v1/encryptors/sofia?client_name=carol", "")
                        .json()
                        .getString("suite"));
    }

    private static void assertWorks(FakeClient client) {
        client.exchange("GET", KEY_SHARE + "?client_name=" + client.name() + ANY_KEY, "")
                .error(404);
    }
}
