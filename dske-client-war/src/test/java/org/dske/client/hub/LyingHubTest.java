package org.dske.client.hub;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.auditlog.AuditLog;
import org.dske.client.transport.HubException;
import org.dske.config.Settings;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.MemoryLedger;
import org.dske.testing.MutableClock;
import org.dske.testing.hub.RawHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub that answers in good time, and lies: about blocks, about what it knows, in errors that nobody has signed. */
@Timeout(120)
class LyingHubTest {
    private static final int BLOCK_SIZE = 10_000;
    private static final SaeId SAM = new SaeId("sam");
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final RawHub hank = new RawHub(to -> {});
    private final PeerHubs hubs = hubs(hank.base());
    private final PeerHub seen = hubs.all().get(0);

    /** What it answers to a registration, to a question for a block, and in band. */
    private volatile Supplier<String> registration =
            () -> "{\"hub_name\":\"hank\",\"suite\":\"its\",\"known_blocks\":[]}";

    private volatile Supplier<String> block = LyingHubTest::goodBlock;
    private volatile RawHub.Answer inBand = to -> to.answer("404 Not Found", "{}");

    LyingHubTest() {
        hank.answers = request -> to -> {
            if (request.startsWith("PUT")) {
                to.answer("200 OK", registration.get());
            } else if (request.contains("/psrd?")) {
                to.answer("200 OK", block.get());
            } else {
                inBand.send(to);
            }
        };
    }

    private static PeerHubs hubs(URI url) {
        Settings settings = new Settings(
                new NodeName("carol"),
                Map.of(
                        "dske.laboratory", "true",
                        "dske.client.encryptors", "sam",
                        "dske.client.hubs", url.toString(),
                        "dske.psrd.block-size", String.valueOf(BLOCK_SIZE),
                        "dske.hub-retry.min", "20ms",
                        "dske.hub-retry.max", "100ms"));
        MutableClock clock = new MutableClock();
        return new PeerHubs(
                KnownHub.list(settings),
                PeerHubSettings.of(settings),
                new MemoryLedger(),
                UUID::randomUUID,
                clock,
                clock,
                AuditLog.off(),
                Optional.empty(),
                task -> {
                    Thread thread = new Thread(task, "carol");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @AfterEach
    void stop() {
        hubs.close();
        hank.close();
    }

    private static String block(String uuid, String data) {
        return "{\"block_uuid\":" + uuid + ",\"data\":" + data + "}";
    }

    private static String quoted(Object text) {
        return "\"" + text + "\"";
    }

    private static String base64(int size) {
        return quoted(Base64.getEncoder().encodeToString(new byte[size]));
    }

    private static String goodBlock() {
        return block(quoted(UUID.randomUUID()), base64(BLOCK_SIZE));
    }

    private long count(String what) {
        return hank.requests.stream().filter(request -> request.contains(what)).count();
    }

    static Stream<String> blocksThatAreNone() {
        String uuid = quoted(UUID.randomUUID());
        String good = base64(BLOCK_SIZE);
        return Stream.of(
                "",
                "null",
                "{}",
                "[" + block(uuid, good) + "]",
                block(uuid, good) + "x",
                block(uuid, "null"),
                block("null", good),
                block("\"hank\"", good),
                block("7", good),
                block(uuid, base64(0)),
                block(uuid, base64(BLOCK_SIZE - 1)),
                block(uuid, base64(BLOCK_SIZE + 1)),
                block(uuid, base64(1_000_000)),
                block(uuid, "\"not base64!\""),
                block(uuid, "[" + Stream.generate(() -> "7").limit(BLOCK_SIZE).collect(Collectors.joining(",")) + "]"),
                block(uuid, "1e999999999"),
                block(uuid, "7".repeat(100_000)),
                "{\"more\":" + "[".repeat(5_000) + "]".repeat(5_000) + ","
                        + block(uuid, good).substring(1),
                "{\"more\":[");
    }

    @ParameterizedTest
    @MethodSource("blocksThatAreNone")
    void aBlockThatIsNoneIsRefusedAndTheHubTriedAgain(String text) {
        block = () -> text;
        hubs.start();
        await("it is tried again", () -> count("GET") > 3);
        assertFalse(seen.isReady());
        assertEquals("unreachable", seen.registration().wireName());
        assertTrue(seen.poolStatus(false).stream().allMatch(pool -> pool.size() == 0));
        block = LyingHubTest::goodBlock;
        await("it is ready once it gives blocks", seen::isReady);
    }

    @Test
    void aBlockThatIsGivenTwiceIsTakenOnce() {
        String same = goodBlock();
        block = () -> same;
        registration =
                () -> "{\"hub_name\":\"hank\",\"suite\":\"its\",\"known_blocks\":[\"" + same.substring(15, 51) + "\"]}";
        hubs.start();
        // Both pools could hold it; but for the client's own pool, which fills first, it must not be there twice.
        await("both pools have asked", () -> count("pool_owner=hub") > 0);
        assertTrue(seen.poolStatus(false).stream().allMatch(pool -> pool.size() <= BLOCK_SIZE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"hub_name\":\"hank\",\"suite\":\"its\",\"known_blocks\":[null]}",
                "{\"hub_name\":\"hank\",\"suite\":\"its\",\"known_blocks\":[7]}",
                "{\"hub_name\":\"hank\",\"suite\":\"its\",\"known_blocks\":{}}",
                "{\"hub_name\":\"hank\",\"suite\":[\"its\"],\"known_blocks\":[]}",
                "{\"hub_name\":\"hank\",\"suite\":\"quantum\",\"known_blocks\":[]}",
                "{\"hub_name\":\"mallory\",\"suite\":\"its\",\"known_blocks\":[]}",
                "{\"hub_name\":null,\"suite\":\"its\",\"known_blocks\":[]}",
                "{\"suite\":\"its\",\"known_blocks\":[]}",
                "{\"hub_name\":1e999999999}",
                "[]",
                "null",
                ""
            })
    void aRegistrationThatMakesNoSenseIsNoneAndTheHubIsTriedAgain(String text) {
        Supplier<String> good = registration;
        registration = () -> text;
        hubs.start();
        await("it is tried again", () -> count("PUT") > 3);
        assertFalse(seen.isReady());
        assertEquals(0, count("GET"));
        registration = good;
        await("it is ready once it answers as it should", seen::isReady);
    }

    @Test
    void aHubThatSaysThatItKnowsBlocksOfSomebodyElseGivesTheClientNone() {
        registration = () -> Stream.generate(() -> quoted(UUID.randomUUID()))
                .limit(20_000)
                .collect(Collectors.joining(",", "{\"hub_name\":\"hank\",\"suite\":\"its\",\"known_blocks\":[", "]}"));
        hubs.start();
        await("it is ready", seen::isReady);
        assertTrue(seen.poolStatus(false).stream().allMatch(pool -> pool.size() == BLOCK_SIZE));
    }

    static Stream<String> errors() {
        String digits = "9".repeat(7_900);
        return Stream.of(
                "{\"message\":\"dry\",\"details\":{\"wanted\":" + digits + ",\"left\":0}}",
                "{\"message\":\"dry\",\"details\":{\"wanted\":1e999999999,\"left\":-1e999999999}}",
                "{\"message\":\"dry\",\"details\":{\"wanted\":1E-999999999,\"left\":0." + digits + "}}",
                "{\"message\":\"dry\",\"details\":{\"wanted\":9223372036854775807,\"left\":-9223372036854775808}}",
                "{\"message\":\"dry\",\"details\":{\"wanted\":" + "9".repeat(1_000_000) + ",\"left\":0}}",
                "{\"message\":" + digits + "}",
                "{\"message\":\"" + "x".repeat(7_900) + "\"}",
                "{\"message\":\"\\u0000\\n\\u202e\",\"details\":[[[[[]]]]]}",
                "[".repeat(8_000),
                "<html>" + " ".repeat(7_000) + "</html>",
                "");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anUnsignedErrorEndsAtOnceAndMovesTheClientToLittle(String body) {
        hubs.start();
        await("it is ready", seen::isReady);
        for (String status : List.of("503 Service Unavailable", "401 Unauthorized", "500 Internal Server Error")) {
            inBand = to -> to.answer(status, body);
            long before = System.nanoTime();
            long blocks = count("GET /hub/hank/dske/oob");
            CompletionException failure = assertThrows(
                    CompletionException.class, () -> seen.find(SAM, LIMIT).join());
            String reason = failure.getCause().getMessage();
            assertTrue(failure.getCause() instanceof HubException, reason);
            assertEquals(-1, reason.indexOf('\n'), reason);
            assertTrue(reason.length() < 400, reason);
            assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(10), "it took too long");
            assertTrue(count("GET /hub/hank/dske/oob") - blocks <= 8, "it fetched without bound");
            await("it is ready again", seen::isReady);
        }
    }
}
