package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Get key with key IDs (ETSI GS QKD 014, clauses 5.4 and 6.4), good input and bad. */
class GetKeyWithKeyIdsTest {
    private static final String NOT_FOUND = "one or more keys specified are not found on KME";
    private static final String NO_KEY = "00000000-0000-0000-0000-000000000000";
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static Map<String, String> made(int number) {
        return network.carol.keys("sam", "sofia/enc_keys?number=" + number).keys();
    }

    private static Response get(String keyId) {
        return network.connie.keys("sofia", "sam/dec_keys?key_ID=" + keyId);
    }

    private static Response post(String json) {
        return network.connie.post("sofia", "sam/dec_keys", json);
    }

    private static Response post(Iterable<String> keyIds) {
        return post(keyIds(keyIds));
    }

    private static String keyIds(Iterable<String> keyIds) {
        List<String> entries = new ArrayList<>();
        keyIds.forEach(keyId -> entries.add("{\"key_ID\":\"" + keyId + "\"}"));
        return "{\"key_IDs\":[" + String.join(",", entries) + "]}";
    }

    @Test
    void oneKeyIsToBeHadEitherWay() {
        Map<String, String> first = made(1);
        assertEquals(first, get(first.keySet().iterator().next()).keys());
        Map<String, String> second = made(1);
        assertEquals(second, post(second.keySet()).keys());
    }

    @Test
    void severalKeysComeInTheOrderInWhichTheyAreNamed() {
        Map<String, String> keys = made(5);
        List<String> backwards = new ArrayList<>(keys.keySet());
        Collections.reverse(backwards);
        Map<String, String> delivered = post(backwards).keys();
        assertEquals(keys, delivered);
        assertEquals(backwards, List.copyOf(delivered.keySet()));
    }

    @Test
    void asManyKeysAsOneRequestMayAskForAreDelivered() {
        Map<String, String> keys = made(128);
        assertEquals(keys, post(keys.keySet()).keys());
    }

    @Test
    void upperCaseDigitsAreAcceptedAndAnsweredInLowerCase() {
        Map<String, String> keys = made(2);
        List<String> ids = List.copyOf(keys.keySet());
        Map<String, String> delivered = get(ids.get(0).toUpperCase(Locale.ROOT)).keys();
        delivered.putAll(post(List.of(ids.get(1).toUpperCase(Locale.ROOT))).keys());
        assertEquals(keys, delivered);
    }

    @Test
    void whatIsNullOrUnknownIsIgnored() {
        Map<String, String> keys = made(2);
        List<String> ids = List.copyOf(keys.keySet());
        assertEquals(
                keys,
                post("{\"key_IDs\":[{\"key_ID\":\"" + ids.get(0)
                                + "\",\"key_ID_extension\":{\"x\":1},\"y\":null,\"key\":[]},{\"key_id\":7,\"key_ID\":\""
                                + ids.get(1)
                                + "\"}],\"key_IDs_extension\":{},\"more\":null,\"more\":[5,{}],\"number\":0}")
                        .keys());
    }

    @Test
    void aKeyIsDeliveredOnceToItsSlave() {
        Map<String, String> keys = made(2);
        List<String> ids = List.copyOf(keys.keySet());
        assertEquals(200, get(ids.get(0)).status());
        get(ids.get(0)).error(400, NOT_FOUND);
        post(List.of(ids.get(0))).error(400, NOT_FOUND);
    }

    @Test
    void ifOneKeyIsNotThereNoneIsDeliveredAndNoneIsLost() {
        Map<String, String> keys = made(3);
        List<String> ids = List.copyOf(keys.keySet());
        for (int at = 0; at <= ids.size(); at++) {
            List<String> withStranger = new ArrayList<>(ids);
            withStranger.add(at, UUID.randomUUID().toString());
            post(withStranger).error(400, NOT_FOUND);
        }
        assertEquals(keys, post(ids).keys());
    }

    @Test
    void ifOneKeyIsForSomebodyElseNoneIsDelivered() {
        Map<String, String> own = network.connie.keys("sofia", "sam/enc_keys").keys();
        String other = network.connie.keys("sofia", "serena/enc_keys").keyId();
        List<String> both =
                Stream.concat(own.keySet().stream(), Stream.of(other)).toList();
        network.carol.post("sam", "sofia/dec_keys", keyIds(both)).error(401, "SAE is not authorised");
        assertEquals(
                own,
                network.carol
                        .post("sam", "sofia/dec_keys", keyIds(own.keySet()))
                        .keys());
    }

    @Test
    void aKeyThatNobodyMadeIsNotFound() {
        get(UUID.randomUUID().toString()).error(400, NOT_FOUND);
        post(List.of(UUID.randomUUID().toString())).error(400, NOT_FOUND);
    }

    @Test
    void aKeyForAnotherSlaveIsNotForTheCaller() {
        Response master = network.connie.keys("sofia", "sam/enc_keys");
        network.carol
                .keys("serena", "sofia/dec_keys?key_ID=" + master.keyId())
                .error(401, "SAE is not authorised to get this key");
        assertEquals(
                master.key(),
                network.carol
                        .keys("sam", "sofia/dec_keys?key_ID=" + master.keyId())
                        .key());
    }

    @Test
    void aKeyOfAnotherMasterIsNotForTheCaller() {
        String keyId = made(1).keySet().iterator().next();
        network.connie
                .keys("sofia", "serena/dec_keys?key_ID=" + keyId)
                .error(401, "SAE is not authorised to get this key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|the parameter key_ID is missing",
                "?key_ID=|the parameter key_ID is missing",
                "?key_ID=%20|the parameter key_ID is missing",
                "?key_id=00000000-0000-0000-0000-000000000000|the parameter key_ID is missing",
                "?key_ID=abc|key_ID is 'abc', which is not a UUID",
                "?key_ID=%00|key_ID is",
                "?key_ID=%3Cscript%3E|key_ID is '<script>', which is not a UUID",
                "?key_ID=00000000-0000-0000-0000-00000000000g|which is not a UUID",
                "?key_ID=1-2-3-4-5|key_ID is '1-2-3-4-5', which is not a UUID",
                "?key_ID=00000000000000000000000000000000|key_ID is '00000000000000000000...', which is not a UUID",
                "?key_ID=a&key_ID=b|the parameter key_ID is there 2 times"
            })
    void aKeyIdThatIsNoUuidIsRefused(String query, String message) {
        network.connie.keys("sofia", "sam/dec_keys" + query).error(400, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|key_IDs is missing",
                "{\"key_IDs\":null}|key_IDs is missing",
                "{\"key_ids\":[{\"key_ID\":\"" + NO_KEY + "\"}]}|key_IDs is missing",
                "{\"key_IDs\":[]}|key_IDs is empty",
                "{\"key_IDs\":\"" + NO_KEY + "\"}|key_IDs is not a list of objects",
                "{\"key_IDs\":{\"key_ID\":\"" + NO_KEY + "\"}}|key_IDs is not a list of objects",
                "{\"key_IDs\":[\"" + NO_KEY + "\"]}|key_IDs is not a list of objects",
                "{\"key_IDs\":[null]}|key_IDs is not a list of objects",
                "{\"key_IDs\":[],\"key_IDs\":[]}|key_IDs is there twice",
                "{\"key_IDs\":null,\"key_IDs\":[]}|key_IDs is there twice",
                "{\"key_IDs\":[{\"key_ID\":\"" + NO_KEY + "\",\"key\\u005fID\":null}]}|key_ID is there twice",
                "{\"key_IDs\":[{}]}|key_IDs has an entry without key_ID",
                "{\"key_IDs\":[{\"key_ID\":null}]}|key_IDs has an entry without key_ID",
                "{\"key_IDs\":[{\"key_ID\":\"" + NO_KEY + "\"},{}]}|key_IDs has an entry without key_ID",
                "{\"key_IDs\":[{\"key_ID\":\"\"}]}|key_ID is '', which is not a UUID",
                "{\"key_IDs\":[{\"key_ID\":\"abc\"}]}|key_ID is 'abc', which is not a UUID",
                "{\"key_IDs\":[{\"key_ID\":17}]}|key_ID is '17', which is not a UUID",
                "{\"key_IDs\":[{\"key_ID\":true}]}|key_ID is 'true', which is not a UUID",
                "{\"key_IDs\":[{\"key_ID\":[]}]}|key_ID is '[...]', which is not a UUID",
                "{\"key_IDs\":[{\"key_ID\":\"" + NO_KEY + "\",\"key_ID\":\"" + NO_KEY + "\"}]}|key_ID is there twice",
                "{\"key_IDs\":[{\"key_ID\":\"aAaAaAaA-0000-0000-0000-000000000000\"},"
                        + "{\"key_ID\":\"AaAaAaAa-0000-0000-0000-000000000000\"}]}"
                        + "|key_IDs names aaaaaaaa-0000-0000-0000-000000000000 twice"
            })
    void keyIdsThatAreNoneAreRefused(String json, String message) {
        long before = fetched();
        post(json).error(400, message);
        assertEquals(before, fetched(), "something was fetched");
    }

    @Test
    void noMoreKeysAreDeliveredThanOneRequestMayAskFor() {
        long before = fetched();
        post(IntStream.range(0, 129).mapToObj(i -> UUID.randomUUID().toString()).collect(Collectors.toList()))
                .error(400, "key_IDs has 129 keys, but at most 128 are allowed");
        assertEquals(before, fetched(), "something was fetched");
    }

    private static long fetched() {
        return network.fakes.stream()
                .mapToLong(hub -> hub.count("GET key-share") + hub.count("POST key-shares/fetch"))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "sofia"})
    void theMasterIsSomebodyElse(String master) {
        String message =
                master.equals("sofia") ? "an SAE cannot share a key with itself" : "an SAE ID must not be blank";
        network.connie.keys("sofia", master + "/dec_keys?key_ID=" + NO_KEY).error(400, message);
        network.connie
                .post("sofia", master + "/dec_keys", keyIds(List.of(NO_KEY)))
                .error(400, message);
    }
}
