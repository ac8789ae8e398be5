package org.dske.hub.hostile;

import static org.dske.testing.client.FakeClient.putRegistration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.hub.api.TestHub;
import org.dske.hub.testing.HonestPair;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who registers with lies about blocks and marks, with other clients' encryptors, without measure, or fetches PSRD without end. */
class HostileRegistrationsTest {
    private static final int QUOTA = 400_000;
    private static final int THREADS = 8;
    private static final int MANY = 20_000;

    private final TestHub hub = TestHub.start("quota.psrd-bytes", Integer.toString(QUOTA));
    private final HonestPair honest = new HonestPair(hub);
    private final FakeClient celia = new FakeClient(hub.base(), "celia", "serena");
    private final FakeClient mallory = FakeClient.readyForIts(hub.base(), "mallory", "mia");
    private final String celiasBlock;
    private final String celiasHubBlock;
    private final String before;

    HostileRegistrationsTest() {
        celia.agree("its");
        celiasBlock = celia.fetch("client", 4_000);
        celiasHubBlock = celia.fetch("hub", 4_000);
        before = honest.held("celia");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void assertCeliaIsUntouched() {
        assertEquals(before, honest.held("celia"));
        celia.exchange("GET", "/dske/api/v1/nothing", "").error(404);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 200",
        "4000, 200",
        "2147483647, 200",
        "2147483648, 400",
        "-1, 400",
        "-2147483649, 400",
        "99999999999999999999, 400",
        "1e999999999, 400",
        "0.5, 400",
        "\"4000\", 400",
        "[4000], 400"
    })
    void marksInBlocksOfAnotherTakeNothing(String mark, int status) {
        Response response = mallory.register(",\"known_blocks\":[\"" + celiasBlock + "\"],\"marks\":{\"" + celiasBlock
                + "\":" + mark + ",\"" + celiasHubBlock + "\":" + mark + "}");
        assertEquals(status, response.status(), response::toString);
        if (status == 200) {
            assertEquals(JsonObject.EMPTY_JSON_OBJECT, response.json().getJsonObject("marks"));
            assertEquals(JsonArray.EMPTY_JSON_ARRAY, response.json().getJsonArray("known_blocks"));
        } else {
            response.error(status);
        }
        assertCeliaIsUntouched();
        honest.isServed();
    }

    @Test
    void whoKnowsTheNamesOfAnothersBlocksIsNotToldThatTheyAreThereAndTheyStay() throws Exception {
        honest.isServedWhile(THREADS, () -> {
            Response response = mallory.register(
                    ",\"suites\":[\"its\"],\"known_blocks\":[\"" + celiasBlock + "\",\"" + celiasHubBlock + "\"]");
            return assertNone(response.json().getJsonArray("known_blocks"));
        });
        assertCeliaIsUntouched();
        honest.assertNoOtherShares();
    }

    private static int assertNone(JsonArray list) {
        assertEquals(JsonArray.EMPTY_JSON_ARRAY, list);
        return 0;
    }

    @Test
    void aBlockThatHasTwoMarksIsRefusedHoweverItIsSpelled() {
        String held = honest.held("mallory");
        String block = mallory.allocate(1).parts().get(0).uuid();
        for (String second : new String[] {
            block, block.toUpperCase(Locale.ROOT), "\\u00" + Integer.toHexString(block.charAt(0)) + block.substring(1)
        }) {
            mallory.register(",\"marks\":{\"" + block + "\":1,\"" + second + "\":4000}")
                    .error(400);
            assertEquals(held, honest.held("mallory"), second);
        }
        honest.isServed();
    }

    @ParameterizedTest
    @CsvSource({"known_blocks, 200", "marks, 200", "suites, 400", "encryptor_names, 429"})
    void hugeListsAreReadOnceOrRefused(String member, int status) throws Exception {
        String list = list(member);
        String others = member.equals("encryptor_names") ? "" : ",\"encryptor_names\":[\"mia\"]";
        String body = "{\"client_name\":\"mallory\"" + others + ",\"" + member + "\":" + list + "}";
        assertTrue(body.length() < 1 << 20, () -> "it is refused for its size: " + body.length());
        honest.isServedWhile(2, () -> {
            Response response =
                    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> putRegistration(hub.base(), body));
            assertEquals(status, response.status(), response::toString);
            return response;
        });
        assertCeliaIsUntouched();
    }

    private static String list(String member) {
        return switch (member) {
            case "known_blocks" -> many(i -> "\"" + UUID.randomUUID() + "\"", "[", "]");
            case "marks" -> many(i -> "\"" + UUID.randomUUID() + "\":" + i, "{", "}");
            default -> many(i -> "\"" + member + i + "\"", "[", "]");
        };
    }

    private static String many(IntFunction<String> element, String open, String close) {
        return IntStream.range(0, MANY).mapToObj(element).collect(Collectors.joining(",", open, close));
    }

    @Test
    void encryptorsOfOthersStayTheirsHoweverOftenTheyAreClaimed() throws Exception {
        FakeClient greedy = new FakeClient(hub.base(), "mallory", "mia", "sofia");
        String held = honest.held("mallory");
        honest.isServedWhile(
                THREADS, () -> greedy.register(",\"suites\":[\"its\"]").error(409));
        assertEquals(held, honest.held("mallory"));
        assertCeliaIsUntouched();
        honest.assertNoOtherShares();
    }

    @Test
    void whoFetchesPsrdWithoutEndGetsHisPartAndTakesNobodyElses() throws Exception {
        honest.isServedWhile(THREADS, () -> {
            Response response = mallory.getPsrd("client", "50000");
            long held = hub.client("mallory").clientPool().size();
            assertTrue(held <= QUOTA, () -> "it holds " + held);
            return response.status() == 200 ? response : response.error(429);
        });
        assertCeliaIsUntouched();
        celia.fetch("hub", 4_000);
        honest.assertNoOtherShares();
    }
}
