package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dske.client.api.TestNetwork;
import org.dske.testing.hub.RawHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a hub does with its bytes, a call ends in its time, with a reason, and its connection is closed. */
@Timeout(60)
class HostileAnswersTest {
    private static final int MAX_BODY = 100_000;
    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final HubRequest QUESTION = HubRequest.get("key-share", "client_name=carol");
    private static final HubRequest MESSAGE = new HubRequest("POST", "key-share", "", new byte[1_000]);
    private static final String HEAD = "HTTP/1.1 200 OK\nContent-Type: application/json\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\n\n";

    private static final RawHub.Answer SILENT = RawHub.Connection::fallSilent;

    private final HttpTransport http = new HttpTransport(Optional.empty());
    private final List<RawHub> hubs = new ArrayList<>();

    @AfterEach
    void stop() {
        http.close();
        hubs.forEach(RawHub::close);
    }

    private RawHub hub(RawHub.Answer answer) {
        RawHub hub = new RawHub(answer);
        hubs.add(hub);
        return hub;
    }

    private CompletableFuture<HttpReply> send(RawHub hub, HubRequest request, Duration limit) {
        return http.send(HttpTransport.url(hub.base(), "dske/api/v1"), request, "", MAX_BODY, limit, reply -> reply);
    }

    private static HubException failure(CompletableFuture<HttpReply> call) {
        CompletionException failure = assertThrows(CompletionException.class, call::join);
        return HubException.explain(failure);
    }

    private static void awaitClosed(RawHub hub) {
        TestNetwork.await("the connection is closed", () -> hub.open() == 0);
    }

    private static RawHub.Answer silentAfter(String text) {
        return to -> {
            to.write(text);
            to.fallSilent();
        };
    }

    private static RawHub.Answer cutAfter(String text) {
        return to -> {
            to.write(text);
            throw to.cut();
        };
    }

    /** Sends the first text once, and the second for ever. */
    private static RawHub.Answer forEver(String first, String again, long pauseMillis) {
        return to -> {
            to.write(first);
            to.writeForEver(again, pauseMillis);
        };
    }

    private static Stream<Arguments> named(Map<String, RawHub.Answer> answers) {
        return answers.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    static Stream<Arguments> answersWithoutEnd() {
        Map<String, RawHub.Answer> answers = new LinkedHashMap<>();
        answers.put("silent", SILENT);
        answers.put("silent after the status", silentAfter("HTTP/1.1 200 OK\n"));
        answers.put("silent after the head", silentAfter(HEAD + "Content-Length: 10\n\n"));
        answers.put("silent after half of the body", silentAfter(HEAD + "Content-Length: 10\n\n{\"a\""));
        answers.put("silent in a chunk", silentAfter(CHUNKED + "a\n{\"a\""));
        answers.put("silent between chunks", silentAfter(CHUNKED + "4\n{\"a\"\n"));
        answers.put("silent before the last line feed", silentAfter(CHUNKED + "4\n{\"a\"\n0\n"));
        answers.put("without a length, and never closed", silentAfter(HEAD + "\n{}"));
        answers.put("a length below zero", silentAfter(HEAD + "Content-Length: -2\n\n{}"));
        answers.put("trickling head", forEver("", "H", 5));
        answers.put("trickling header field", forEver(HEAD + "X: ", "x", 5));
        answers.put("trickling body", forEver(HEAD + "Content-Length: 90000\n\n", " ", 5));
        answers.put("trickling chunks", forEver(CHUNKED, "1\n \n", 5));
        answers.put("trickling size of a chunk", forEver(CHUNKED, "0", 5));
        answers.put("trickling body of an error", forEver("HTTP/1.1 503 Busy\nContent-Length: 8000\n\n", " ", 5));
        return named(answers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersWithoutEnd")
    void anAnswerWithoutAnEndEndsInItsTimeAndItsConnectionIsClosed(String name, RawHub.Answer answer) {
        for (HubRequest request : List.of(QUESTION, MESSAGE)) {
            RawHub hub = hub(answer);
            long before = System.nanoTime();
            HubException failure = failure(send(hub, request, LIMIT));
            assertEquals(HubException.Kind.NO_ANSWER, failure.kind(), failure::getMessage);
            assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(10), "it took too long");
            awaitClosed(hub);
            assertEquals(1, hub.requests.size(), "it was sent again");
        }
    }

    static Stream<Arguments> brokenAnswers() {
        Map<String, RawHub.Answer> answers = new LinkedHashMap<>();
        answers.put("cut before the body", cutAfter(HEAD + "Content-Length: 10\n\n"));
        answers.put("cut in the head", cutAfter(HEAD));
        answers.put("cut in the body", cutAfter(HEAD + "Content-Length: 10\n\n{\"a\""));
        answers.put("cut in a chunk", cutAfter(CHUNKED + "a\n{\"a\""));
        answers.put("cut before the last chunk", cutAfter(CHUNKED + "2\n{}\n"));
        answers.put("no HTTP", silentAfter("SSH-2.0-OpenSSH_9.9\n\n"));
        answers.put("provisional answers for ever", forEver("", "HTTP/1.1 102 Processing\n\n", 5));
        answers.put("bytes without a line for ever", forEver("", "\0".repeat(10_000), 0));
        answers.put("header fields for ever", forEver(HEAD, ("X: " + "x".repeat(1_000) + "\n").repeat(10), 0));
        answers.put("a status that is none", silentAfter("HTTP/1.1 2OO OK\nContent-Length: 2\n\n{}"));
        answers.put("a length that is none", silentAfter(HEAD + "Content-Length: two\n\n{}"));
        answers.put(
                "a length of a hundred digits", silentAfter(HEAD + "Content-Length: " + "9".repeat(100) + "\n\n{}"));
        answers.put("a chunk that is none", silentAfter(CHUNKED + "zz\n{}\n0\n\n"));
        answers.put("a chunk of a size of a hundred digits", silentAfter(CHUNKED + "f".repeat(100) + "\n{}"));
        answers.put("a length over the limit", silentAfter(HEAD + "Content-Length: 100001\n\n{}"));
        answers.put("a length far over the limit", silentAfter(HEAD + "Content-Length: 9000000000000000000\n\n{}"));
        answers.put("a body without an end", forEver(HEAD + "\n", "x".repeat(10_000), 0));
        answers.put("chunks without an end", forEver(CHUNKED, "2710\n" + "x".repeat(10_000) + "\n", 0));
        answers.put("one chunk without an end", forEver(CHUNKED + "7fffffff\n", "x".repeat(10_000), 0));
        return named(answers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void aBrokenAnswerIsNoneAndEndsLongBeforeItsTime(String name, RawHub.Answer answer) {
        RawHub hub = hub(answer);
        HubException failure = failure(send(hub, MESSAGE, LONG));
        assertEquals(HubException.Kind.NO_ANSWER, failure.kind(), failure::getMessage);
        assertTrue(!failure.getMessage().equals("no answer in time"), "it was waited for");
        awaitClosed(hub);
        assertEquals(1, hub.requests.size(), "it was sent again");
    }

    @ParameterizedTest
    @ValueSource(ints = {8_193, 50_000, 90_000, 1_000_000, 20_000_000})
    void anUnsignedErrorOverEightKibibytesIsKnownByItsStatusAlone(int size) {
        RawHub hub = hub(to -> {
            to.answer("503 Busy", "{\"message\":\"" + "x".repeat(size - 14) + "\"}");
            to.fallSilent();
        });
        HttpReply reply = send(hub, QUESTION, LONG).join();
        assertEquals(503, reply.status());
        assertEquals("status 503", reply.error().message());
        assertEquals(0, reply.body().length);
        awaitClosed(hub);
    }

    @Test
    void anUnsignedErrorOfEightKibibytesIsRead() {
        RawHub hub = hub(to -> to.answer("503 Busy", "{\"message\":\"" + "x".repeat(8_192 - 14) + "\"}"));
        assertEquals(
                8_192 - 14, send(hub, QUESTION, LONG).join().error().message().length());
    }

    @Test
    void anAnswerOfTheLargestSizeIsRead() {
        RawHub hub = hub(to -> to.answer("200 OK", "x".repeat(MAX_BODY)));
        assertEquals(MAX_BODY, send(hub, QUESTION, LONG).join().body().length);
    }

    @Test
    void aRedirectionIsNotFollowed() {
        RawHub elsewhere = hub(to -> to.answer("200 OK", "{}"));
        RawHub hub = hub(to -> to.write("HTTP/1.1 307 Elsewhere\nLocation: " + elsewhere.base()
                + "/dske/api/v1/key-share\nContent-Length: 0\n\n"));
        assertEquals(307, send(hub, QUESTION, LONG).join().status());
        assertEquals(0, elsewhere.requests.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"101 Switching Protocols", "204 No Content", "304 Not Modified"})
    void anAnswerThatCanHaveNoBodyHasNone(String status) {
        RawHub hub = hub(silentAfter("HTTP/1.1 " + status + "\nUpgrade: h2c\nConnection: Upgrade\n\n"));
        CompletableFuture<HttpReply> call = send(hub, QUESTION, LIMIT);
        call.handle((reply, failure) -> reply == null || reply.body().length == 0)
                .thenAccept(empty -> assertTrue(empty))
                .join();
    }

    /** What is no HTTP leaves no connection behind, and other calls are none the worse for it. */
    @Test
    void whoAnswersAgainAndAgainWithWhatIsNoHttpUsesUpNoConnections() {
        RawHub bad = hub(silentAfter("SSH-2.0-OpenSSH_9.9\n\n"));
        RawHub slow = hub(to -> {
            TestNetwork.await("the connections of the bad one are to be closed", () -> bad.requests.size() == 100);
            to.answer("200 OK", "{}");
        });
        CompletableFuture<HttpReply> underWay = send(slow, QUESTION, LONG);
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    HubException.Kind.NO_ANSWER,
                    failure(send(bad, MESSAGE, LONG)).kind());
        }
        assertEquals(200, underWay.join().status());
        awaitClosed(bad);
        assertEquals(200, send(slow, QUESTION, LONG).join().status());
    }

    @Test
    void callsOfHubsThatHangHoldUpNoOther() {
        RawHub silent = hub(SILENT);
        RawHub good = hub(to -> to.answer("200 OK", "{}"));
        List<CompletableFuture<HttpReply>> hanging = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            hanging.add(send(silent, QUESTION, LONG));
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(200, send(good, QUESTION, LONG).join().status());
        }
        assertTrue(hanging.stream().noneMatch(CompletableFuture::isDone));
    }

    @Test
    void closingEndsWhatIsUnderWay() {
        RawHub silent = hub(SILENT);
        RawHub half = hub(silentAfter(HEAD + "Content-Length: 10\n\n{\"a\""));
        List<CompletableFuture<HttpReply>> calls = List.of(send(silent, QUESTION, LONG), send(half, MESSAGE, LONG));
        TestNetwork.await("both are asked", () -> silent.requests.size() + half.requests.size() == 2);
        http.close();
        calls.forEach(
                call -> assertEquals(HubException.Kind.NO_ANSWER, failure(call).kind()));
        awaitClosed(silent);
        awaitClosed(half);
    }

    @Test
    void nobodyListeningMeansThatNothingWasSent() {
        RawHub gone = hub(SILENT);
        gone.close();
        assertEquals(
                HubException.Kind.NOT_SENT, failure(send(gone, MESSAGE, LONG)).kind());
    }

    @Test
    void noProxyOfTheEnvironmentIsUsed() {
        RawHub proxy = hub(to -> to.answer("502 A proxy", "{}"));
        ProxySelector before = ProxySelector.getDefault();
        List<URI> asked = new ArrayList<>();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(new java.net.Proxy(
                        java.net.Proxy.Type.HTTP,
                        new java.net.InetSocketAddress(
                                java.net.InetAddress.getLoopbackAddress(),
                                proxy.base().getPort())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, java.io.IOException failure) {
                throw new AssertionError(failure);
            }
        });
        try (HttpTransport fresh = new HttpTransport(Optional.empty())) {
            RawHub hub = hub(to -> to.answer("200 OK", "{}"));
            assertEquals(
                    200,
                    fresh.send(hub.base(), QUESTION, "", MAX_BODY, LONG, reply -> reply)
                            .join()
                            .status());
            assertEquals(List.of(), asked);
            assertEquals(0, proxy.requests.size());
        } finally {
            ProxySelector.setDefault(before);
        }
    }
}
