package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Get key (ETSI GS QKD 014, clauses 5.3, 6.2 and 6.3), good input and bad. */
class GetKeyTest {
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static Response get(String query) {
        return network.carol.keys("sam", "sofia/enc_keys" + query);
    }

    private static Response post(String json) {
        return network.carol.post("sam", "sofia/enc_keys", json);
    }

    private static void assertKeys(Response answer, int number, int bits) {
        assertEquals(200, answer.status(), () -> answer.status() + ": " + answer.message());
        Map<String, String> keys = answer.keys();
        assertEquals(number, keys.size());
        assertEquals(number, Set.copyOf(keys.values()).size(), "keys that are alike");
        keys.values().forEach(key -> assertEquals(bits / 8, Base64.getDecoder().decode(key).length));
    }

    @Test
    void aContainerIsCompactJsonInTheFormOfTheStandard() {
        for (Response answer : List.of(get("?size=128&number=2"), post("{\"size\":128,\"number\":2}"))) {
            String key = "\\{\"key_ID\":\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\",\"key\":\"[A-Za-z0-9+/]{22}==\"}";
            assertTrue(
                    answer.text().matches("\\{\"keys\":\\[" + key + "," + key + "]}"),
                    "the container has another form");
            assertEquals("application/json", answer.header("Content-Type"));
            assertEquals("no-store", answer.header("Cache-Control"));
            assertEquals(String.valueOf(answer.text().length()), answer.header("Content-Length"));
        }
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        assertKeys(get(""), 1, 256);
        assertKeys(post("{}"), 1, 256);
        assertKeys(post(" { } \n"), 1, 256);
    }

    @ParameterizedTest
    @CsvSource({"1,128", "3,256", "2,16384", "128,128"})
    void numberAndSizeAreUpToTheEncryptor(int number, int size) {
        assertKeys(get("?number=" + number + "&size=" + size), number, size);
        assertKeys(post("{\"number\": " + number + ", \"size\": " + size + "}"), number, size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"number\":null,\"size\":null,\"additional_slave_SAE_IDs\":null,\"extension_mandatory\":null}",
                "{\"extension_optional\":null}",
                "{\"extension_mandatory\":[],\"extension_optional\":[]}",
                "{\"extension_mandatory\":[{}]}",
                "{\"extension_mandatory\":[{\"abc_route_type\":null}]}",
                "{\"extension_optional\":[{\"abc_route_type\":\"direct\"},{\"dske_sharing\":5},7,null,\"x\",[]]}",
                "{\"key_size\":64,\"key_type\":1,\"additional_target_sae_ids\":[],\"sae_id\":\"x\"}",
                "{\"Number\":0,\"SIZE\":\"x\",\"other\":{\"number\":0,\"deep\":[[[{}]]]},\"other\":[]}",
                "{\"extension_optional\":[{\"abc_route\":[\"a\",{\"b\":1}]}]}",
                "{\"extension_optional\":[\"a\",{\"b\":[1,{}],\"b\":2},[],{\"size\":1,\"size\":null}]}",
                "{\"other\":[5,{\"a\":[true,{\"a\":null,\"a\":1}]}],\"other\":null,\"oth\\u0065r\":\"x\"}",
                "{\"unknown\":1e999999999,\"ключ\":\"\\ud83d\"}"
            })
    void whatIsNullOrUnknownOrOptionalIsIgnored(String json) {
        assertKeys(post(json), 1, 256);
    }

    @Test
    void numbersOfAnyLengthAreIgnoredWhereNobodyAsksForThem() {
        String digits = "9".repeat(300_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertKeys(
                        post("{\"x\":" + digits + ",\"y\":1." + digits + ",\"extension_optional\":[{\"z\":-" + digits
                                + "}]}"),
                        1,
                        256));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?key_size=64", "?key_type=1&sae_id=x", "?additional_target_sae_ids=a", "?Size=1&x", "?&&=&"})
    void unknownParametersAreIgnored(String query) {
        assertKeys(get(query), 1, 256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=0|size is '0', which is not a whole number from 64 to 16384",
                "size=-8|size is '-8', which is not a whole number from 64 to 16384",
                "size=129|size shall be a multiple of 8",
                "size=7|size shall be a multiple of 8",
                "size=257|size shall be a multiple of 8",
                "size=56|size is '56', which is not a whole number from 64 to 16384",
                "size=16392|size is '16392', which is not a whole number from 64 to 16384",
                "size=99999999999999999999999999|size is '99999999999999999999...', which is not",
                "size=4294967424|size is '4294967424', which is not a whole number",
                "size=abc|size is 'abc', which is not a whole number",
                "size=1e3|size is '1e3', which",
                "size=%2B128|size is '+128', which",
                "size=|the parameter size is missing",
                "size=128.0|size is '128.0', which",
                "size=%22128%22|size is '\"128\"', which",
                "size=128&size=256|the parameter size is there 2 times",
                "number=0|number is '0', which is not a whole number from 1 to 128",
                "number=-1|number is '-1', which is not a whole number from 1 to 128",
                "number=129|number is '129', which is not a whole number from 1 to 128",
                "number=two|number is 'two', which",
                "number=1.0|number is '1.0', which",
                "number=|the parameter number is missing",
                "number=1&number=1|the parameter number is there 2 times"
            })
    void aParameterThatIsNotAllowedIsNamedWithItsValueAndItsLimit(String query, String message) {
        get("?" + query).error(400, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"size\":0}|size is '0', which is not a whole number from 64 to 16384",
                "{\"size\":-8}|size is '-8', which is not a whole number from 64 to 16384",
                "{\"size\":129}|size shall be a multiple of 8",
                "{\"size\":56}|size is '56', which is not a whole number from 64 to 16384",
                "{\"size\":16392}|size is '16392', which is not a whole number from 64 to 16384",
                "{\"size\":\"256\"}|size is '\"256\"', which is not a whole number from 64 to 16384",
                "{\"size\":true}|size is 'true', which",
                "{\"size\":[256]}|size is '[...]', which",
                "{\"size\":{}}|size is '{...}', which",
                "{\"size\":256.0}|size is '256.0', which",
                "{\"size\":256.5}|size is '256.5', which",
                "{\"size\":2.56e2}|size is '2.56e2', which",
                "{\"size\":1e400}|size is '1e400', which",
                "{\"size\":1e999999999}|size is '1e999999999', which",
                "{\"size\":1000000000000000000000000000000}|size is '10000000000000000000...', which",
                "{\"size\":256,\"size\":256}|size is there twice",
                "{\"size\":256,\"size\":null}|size is there twice",
                "{\"size\":null,\"size\":256}|size is there twice",
                "{\"size\":null,\"size\":null}|size is there twice",
                "{\"size\":256,\"s\\u0069ze\":128}|size is there twice",
                "{\"size\":256,\"size\":[5,{\"a\":1}]}|size is there twice",
                "{\"extension_optional\":[],\"extension_optional\":null}|extension_optional is there twice",
                "{\"extension_mandatory\":null,\"extension_mandatory\":null}|extension_mandatory is there twice",
                "{\"additional_slave_SAE_IDs\":null,\"additional_slave_SAE_IDs\":[]}|is there twice",
                "{\"number\":0}|number is '0', which is not a whole number from 1 to 128",
                "{\"number\":-1}|number is '-1', which is not a whole number from 1 to 128",
                "{\"number\":-0}|number is '-0', which is not a whole number from 1 to 128",
                "{\"number\":129}|number is '129', which is not a whole number from 1 to 128",
                "{\"number\":4294967297}|number is '4294967297', which",
                "{\"number\":\"1\"}|number is '\"1\"', which",
                "{\"number\":\"\"}|number is '\"\"', which",
                "{\"number\":1.5}|number is '1.5', which",
                "{\"number\":false}|number is 'false', which",
                "{\"number\":1,\"number\":2}|number is there twice",
                "{\"additional_slave_SAE_IDs\":[]}|additional_slave_SAE_IDs is empty",
                "{\"additional_slave_SAE_IDs\":\"susan\"}|additional_slave_SAE_IDs is not a list of strings",
                "{\"additional_slave_SAE_IDs\":{}}|additional_slave_SAE_IDs is not a list of strings",
                "{\"additional_slave_SAE_IDs\":[1]}|additional_slave_SAE_IDs is not a list of strings",
                "{\"additional_slave_SAE_IDs\":[null]}|additional_slave_SAE_IDs is not a list of strings",
                "{\"additional_slave_SAE_IDs\":[\"a\",[\"b\"]]}|additional_slave_SAE_IDs is not a list of strings",
                "{\"additional_slave_SAE_IDs\":[\"\"]}|additional_slave_SAE_IDs: an SAE ID must not be blank",
                "{\"additional_slave_SAE_IDs\":[\" \"]}|additional_slave_SAE_IDs: an SAE ID must not be blank",
                "{\"additional_slave_SAE_IDs\":[\"a\\u0000\"]}|additional_slave_SAE_IDs: an SAE ID has at most 255",
                "{\"additional_slave_SAE_IDs\":[\"\\ud83d\"]}|additional_slave_SAE_IDs: an SAE ID is Unicode text",
                "{\"additional_slave_SAE_IDs\":[\"susan\",\"susan\"]}|names susan, which is a slave of the key already",
                "{\"additional_slave_SAE_IDs\":[\"susan\",\"sofia\"]}|names sofia, which is a slave of the key already",
                "{\"additional_slave_SAE_IDs\":[\"sam\"]}|an SAE cannot share a key with itself",
                "{\"extension_mandatory\":{\"x\":1}}|extension_mandatory is not a list of objects",
                "{\"extension_mandatory\":\"x\"}|extension_mandatory is not a list of objects",
                "{\"extension_mandatory\":[\"x\"]}|extension_mandatory is not a list of objects",
                "{\"extension_mandatory\":[null]}|extension_mandatory is not a list of objects",
                "{\"extension_optional\":{\"x\":1}}|extension_optional is not a list",
                "{\"extension_optional\":\"x\"}|extension_optional is not a list"
            })
    void aMemberThatIsNotAllowedIsNamedWithItsValueAndItsLimit(String json, String message) {
        long before = posted();
        post(json).error(400, message);
        assertEquals(before, posted(), "something was established");
    }

    private static long posted() {
        return network.fakes.stream()
                .mapToLong(hub -> hub.count("POST key-share") + hub.count("POST key-shares"))
                .sum();
    }

    @Test
    void forASlaveThatNobodyHasRegisteredThereIsNoKey() {
        String message = "SAE nobody is not registered with any KME";
        long before = posted();
        network.carol.keys("sam", "nobody/enc_keys").error(400, message);
        network.carol.post("sam", "nobody/enc_keys", "{}").error(400, message);
        post("{\"additional_slave_SAE_IDs\":[\"nobody\"]}").error(400, message);
        assertEquals(before, posted(), "something was established");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a\\\\b"})
    void anSaeIdThatNoPathCarriesIsRefusedBeforeAHubIsAsked(String inJson) {
        post("{\"additional_slave_SAE_IDs\":[\"" + inJson + "\"]}")
                .error(400, "additional_slave_SAE_IDs: an SAE ID must have no backslash, and be neither '.' nor '..'");
        network.carol.keys("sam", "%2e%2e/enc_keys").error(400, "an SAE ID must have no backslash, and be neither");
    }

    @Test
    void thereAreNoMoreAdditionalSlavesThanTheStatusSays() {
        String nine = IntStream.range(0, 9).mapToObj(i -> "\"s" + i + "\"").collect(Collectors.joining(","));
        post("{\"additional_slave_SAE_IDs\":[" + nine + "]}")
                .error(400, "additional_slave_SAE_IDs has 9 SAE IDs, but at most 8 are allowed");
    }

    @Test
    void aHugeValueIsNotEchoedWhole() {
        for (Response answer : List.of(
                get("?size=" + "9".repeat(3_000)),
                post("{\"number\":" + "9".repeat(300_000) + "}"),
                post("{\"number\":\"" + "\u2028x".repeat(10_000) + "\"}"))) {
            answer.error(400, "which is not a whole number");
            assertTrue(answer.message().length() < 200, answer::message);
            assertTrue(answer.message().chars().allMatch(c -> c >= ' ' && c <= '~'), answer::message);
        }
    }

    @Test
    void mandatoryExtensionsThatAreNotKnownAreNamedOneByOne() {
        Response answer = post("{\"extension_mandatory\":[{\"abc_route_type\":\"direct\",\"b\":1},{},"
                + "{\"dske_sharing\":\"classic\",\"c\":[\"a\",{\"b\":1}],\"b\":1,\"b\":2},{\"abc_route_type\":2}]}");
        assertEquals(400, answer.status());
        assertEquals("not all extension_mandatory parameters are supported", answer.message());
        assertEquals(Set.of("message", "details"), answer.json().keySet());
        assertEquals(
                List.of("abc_route_type is not supported", "b is not supported", "c is not supported"),
                answer.json().getJsonArray("details").getValuesAs(JsonObject.class).stream()
                        .map(detail -> detail.getString("extension_mandatory_unsupported"))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"quantum\"", "\"CLASSIC\"", "\"\"", "1", "true", "[]", "[\"classic\"]", "{}"})
    void aModeOfSharingThatThereIsNotIsNotSupported(String mode) {
        Response answer = post("{\"extension_mandatory\":[{\"dske_sharing\":" + mode + "}]}");
        assertEquals(400, answer.status());
        assertEquals("not all extension_mandatory parameters are supported", answer.message());
        assertTrue(answer.text().contains("dske_sharing is not supported"), answer::toString);
    }

    @Test
    void twoModesOfSharingAtOnceAreNotToBeHad() {
        post("{\"extension_mandatory\":[{\"dske_sharing\":\"its\"},{\"dske_sharing\":\"classic\"}]}")
                .error(400, "not all extension_mandatory request options could be met");
        post("{\"extension_mandatory\":[{\"dske_sharing\":\"its\",\"dske_sharing\":\"classic\"}]}")
                .error(400, "dske_sharing is there twice");
    }

    @Test
    void howMuchOneRequestMayAskForIsConfigured() {
        Map<String, String> settings = Map.of("etsi.max-key-per-request", "2", "etsi.max-sae-id-count", "0");
        try (TestClient client = new TestClient("cindy", "susan", network.fakes, settings)) {
            client.keys("susan", "sofia/enc_keys?number=3").error(400, "from 1 to 2");
            client.post("susan", "sofia/enc_keys", "{\"number\":3}").error(400, "from 1 to 2");
            client.post("susan", "sofia/enc_keys", "{\"additional_slave_SAE_IDs\":[\"sam\"]}")
                    .error(400, "at most 0 are allowed");
        }
    }

    @Test
    void aKeyWithOneselfIsForThoseWhoSwitchItOn() {
        network.carol.keys("sam", "sam/enc_keys").error(400, "an SAE cannot share a key with itself");
        network.carol.post("sam", "sam/enc_keys", "{}").error(400, "an SAE cannot share a key with itself");
        try (TestClient client = new TestClient("cindy", "susan", network.fakes, Map.of("etsi.loopback", "true"))) {
            TestNetwork.await("ready", () -> client.hubs.all().stream().allMatch(hub -> hub.isReady()));
            Response master = client.keys("susan", "susan/enc_keys");
            assertEquals(
                    master.keys(),
                    client.keys("susan", "susan/dec_keys?key_ID=" + master.keyId())
                            .keys());
        }
    }

    @Test
    void thereAreNoSecretsInWhatAnEncryptorDidNotAskFor() {
        String key = get("").key();
        assertFalse(network.carol.call("GET", "/mgmt/v1/status").text().contains(key));
    }
}
