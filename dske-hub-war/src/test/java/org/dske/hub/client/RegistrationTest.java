package org.dske.hub.client;

import static org.dske.testing.client.FakeClient.putRegistration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.config.ConfigurationException;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    private final TestHub hub = TestHub.start();

    @AfterEach
    void stop() {
        hub.close();
    }

    /** A help against mistakes: the second operator has one of the two numbers wrong. */
    @Test
    void aClientThatKnowsTheHubByAnotherNumberThanTheOthersIsToldBoth() {
        FakeClient first = new FakeClient(hub.base(), "cindy", "sara");
        assertEquals(200, first.register(",\"hub_number\":3").status());
        FakeClient second = new FakeClient(hub.base(), "curtis", "susan");
        var refused = second.register(",\"hub_number\":4");
        String message = refused.error(409);
        assertTrue(message.contains("by the number 4") && message.contains("by 3"), message);
        JsonObject details = refused.json().getJsonObject("details");
        assertEquals(4, details.getInt("hub_number"));
        assertEquals(3, details.getInt("known_number"));
        assertEquals(1, hub.clients.all().size());
        assertEquals(200, second.register(",\"hub_number\":3").status());
        // Who has none says nothing, and the only one who has may change it.
        assertEquals(
                200, new FakeClient(hub.base(), "connie", "sofia").register().status());
        assertEquals(200, second.register("").status());
        assertEquals(200, first.register(",\"hub_number\":9").status());
        for (String wrong : java.util.List.of("0", "256", "-1", "1.5", "\"3\"", "[3]", "4294967299")) {
            second.register(",\"hub_number\":" + wrong).error(400);
        }
    }

    @Test
    void aClassicClientIsAnsweredWithTheHubsNameAlone() {
        Response response = putRegistration(hub.base(), "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"]}");
        assertEquals(200, response.status());
        assertEquals("{\"hub_name\":\"hank\"}", new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void unknownMembersAreIgnoredAndNullMembersCountAsAbsent() {
        Response response = putRegistration(
                hub.base(),
                "{\"colour\":{\"deep\":[1,2]},\"client_name\":\"carol\",\"encryptor_names\":[],\"suites\":null,\"known_blocks\":null}");
        assertEquals(Set.of("hub_name"), response.json().keySet());
    }

    @Test
    void registeringTwiceChangesNothing() {
        FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "serena");
        carol.register();
        String before = hub.pools();
        carol.register();
        assertEquals(before, hub.pools());
    }

    @Test
    void aSecondRegistrationReplacesTheEncryptors() {
        new FakeClient(hub.base(), "carol", "sam", "serena").register();
        new FakeClient(hub.base(), "carol", "sam").register();
        assertEquals("[sam]", hub.client("carol").encryptors().toString());
        new FakeClient(hub.base(), "connie", "serena").register();
    }

    @Test
    void aRegistrationWithoutKnownBlocksDropsAllBlocks() {
        FakeClient carol = FakeClient.ready(hub.base(), "carol", "sam");
        carol.register();
        assertTrue(hub.client("carol").clientPool().blockUuids().isEmpty());
        assertTrue(hub.client("carol").hubPool().blockUuids().isEmpty());
    }

    @Test
    void aRegistrationWithKnownBlocksKeepsThoseThatBothSidesHoldAndAnswersThem() {
        FakeClient carol = new FakeClient(hub.base(), "carol", "sam");
        carol.register();
        String kept = carol.fetch("client", 100);
        carol.fetch("client", 100);
        String keptToo = carol.fetch("hub", 100);
        carol.fetch("hub", 100);
        Response response = carol.register(",\"known_blocks\":[\"" + kept + "\",\""
                + keptToo.toUpperCase(java.util.Locale.ROOT) + "\",\"" + UUID.randomUUID() + "\"]");
        assertEquals(new TreeSet<>(Set.of(kept, keptToo)), knownBlocks(response.json()));
        assertEquals(
                Set.of(UUID.fromString(kept)), hub.client("carol").clientPool().blockUuids());
        assertEquals(
                Set.of(UUID.fromString(keptToo)), hub.client("carol").hubPool().blockUuids());
    }

    @Test
    void aHubThatForgotAnswersNoKnownBlocks() {
        Response response = new FakeClient(hub.base(), "carol", "sam")
                .register(",\"known_blocks\":[\"" + UUID.randomUUID() + "\"]");
        assertEquals(Set.of(), knownBlocks(response.json()));
    }

    @Test
    void anEncryptorOfAnotherClientIsAConflictAndNothingChanges() {
        FakeClient.ready(hub.base(), "carol", "sam");
        FakeClient.ready(hub.base(), "connie", "sofia");
        String before = hub.pools();
        new FakeClient(hub.base(), "connie", "sofia", "sam").register("").error(409);
        new FakeClient(hub.base(), "celia", "serena", "sam").register("").error(409);
        assertEquals(before, hub.pools());
    }

    @Test
    void unregisteringErasesThePsrdAndFreesTheEncryptors() {
        FakeClient.ready(hub.base(), "carol", "sam");
        PeerClient forgotten = hub.client("carol");
        assertEquals(200, unregister("?client_name=carol").status());
        assertEquals("", hub.pools());
        assertEquals(0, forgotten.pool(PoolOwner.CLIENT).remaining());
        assertEquals(0, forgotten.pool(PoolOwner.HUB).remaining());
        new FakeClient(hub.base(), "connie", "sam").register();
    }

    @Test
    void unregisteringAClientThatIsNotThereIsNoError() {
        assertEquals(200, unregister("?client_name=carol").status());
    }

    @Test
    void unregisteringNobodyIsAnError() {
        unregister("").error(400);
        unregister("?client_name=").error(400);
        unregister("?client_name=a%20b").error(400);
    }

    @Test
    void onlyAcceptedClientsAndTheirEncryptorsRegister() {
        try (TestHub strict = TestHub.start("hub.clients", "carol:sam+serena,connie")) {
            new FakeClient(strict.base(), "carol", "sam").register();
            new FakeClient(strict.base(), "connie", "anything").register();
            String before = strict.pools();
            new FakeClient(strict.base(), "carol", "sam", "sofia").register("").error(403);
            new FakeClient(strict.base(), "celia", "sam").register("").error(403);
            new FakeClient(strict.base(), "connie", "serena").register("").error(403);
            new FakeClient(strict.base(), "connie", "anything", "sam")
                    .register("")
                    .error(403);
            assertEquals(before, strict.pools());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol:sam,connie:sofia+sam", "carol:sam,carol:serena", "carol,carol", ":sam", "carol:"})
    void aListThatContradictsItselfIsRefused(String clients) {
        assertThrows(ConfigurationException.class, () -> TestHub.start("hub.clients", clients));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client_name\":\"\",\"encryptor_names\":[]}",
                "{\"client_name\":\"a/b\",\"encryptor_names\":[]}",
                "{\"client_name\":\"a b\",\"encryptor_names\":[]}",
                "{\"client_name\":5,\"encryptor_names\":[]}",
                "{\"client_name\":[\"carol\"],\"encryptor_names\":[]}",
                "{\"client_name\":{\"a\":\"carol\"},\"encryptor_names\":[]}",
                "{\"client_name\":true,\"encryptor_names\":[]}",
                "{\"client_name\":null,\"encryptor_names\":[]}",
                "{\"encryptor_names\":[]}",
                "{\"client_name\":\"carol\"}",
                "{\"client_name\":\"carol\",\"encryptor_names\":null}",
                "{\"client_name\":\"carol\",\"encryptor_names\":\"sam\"}",
                "{\"client_name\":\"carol\",\"encryptor_names\":{}}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[null]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"\"]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"a\\nb\"]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[1]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[[\"sam\"]]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"],\"suites\":\"classic\"}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"],\"suites\":[null,\"classic\"]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"],\"suites\":[7,\"classic\"]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"],\"known_blocks\":[null]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"],\"known_blocks\":[\"1-2-3-4-5\"]}",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"],\"known_blocks\":[7]}",
                "[]",
                "null",
                "\"carol\"",
                "1",
                "",
                " ",
                "{",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"]",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"]} x",
                "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"]}{}",
                "{'client_name':'carol','encryptor_names':[]}",
                "{}",
                "<xml/>",
                "\u0000",
                "client_name=carol"
            })
    void aRegistrationThatIsNoneIsRefusedAndTheNextGoodOneWorks(String json) {
        putRegistration(hub.base(), json).error(400);
        assertEquals("", hub.pools());
        new FakeClient(hub.base(), "carol", "sam").register();
    }

    @Test
    void oneThatIsDeeplyNestedIsRefused() {
        putRegistration(hub.base(), "{\"client_name\":" + "[".repeat(100_000)).error(400);
    }

    @Test
    void aNameOfAMegabyteIsRefused() {
        putRegistration(hub.base(), "{\"client_name\":\"" + "a".repeat(1_000_000) + "\",\"encryptor_names\":[]}")
                .error(400);
        putRegistration(hub.base(), "{\"client_name\":\"carol\",\"encryptor_names\":[\"" + "a".repeat(256) + "\"]}")
                .error(400);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] body = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
        Http.send(hub.base(), "PUT", "/dske/oob/v1/registration", Map.of("Content-Type", "application/json"), body)
                .error(400);
    }

    private Response unregister(String query) {
        return Http.send(hub.base(), "DELETE", "/dske/oob/v1/registration" + query, Map.of(), new byte[0]);
    }

    private static Set<String> knownBlocks(JsonObject response) {
        List<JsonString> list = response.getJsonArray("known_blocks").getValuesAs(JsonString.class);
        assertFalse(Stream.of(list).anyMatch(element -> element == null));
        return list.stream().map(JsonString::getString).collect(Collectors.toCollection(TreeSet::new));
    }
}
