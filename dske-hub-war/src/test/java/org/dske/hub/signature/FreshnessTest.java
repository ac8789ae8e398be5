package org.dske.hub.signature;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.hub.api.TestHub;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that was served once is never served again, in no suite and whatever is registered meanwhile. */
class FreshnessTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final int TIMES = 16;

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = new FakeClient(hub.base(), "carol", "sam", "sofia");

    @AfterEach
    void stop() {
        hub.close();
    }

    private void ready(String suite) {
        carol.agree(suite);
        carol.fetch("client", 4000);
        carol.fetch("hub", 4000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "its"})
    void aReplayIsRefusedAfterARegistrationToo(String suite) {
        ready(suite);
        byte[] body = utf8(carol.share(UUID.randomUUID().toString(), 0, SHARE, ""));
        String header = carol.header(KEY_SHARE, body);
        assertEquals(
                200,
                carol.verified(header, carol.send("POST", KEY_SHARE, header, body))
                        .status());
        hub.shares.close();

        carol.agree(suite);
        assertRefused(header, body);
        carol.agree(suite.equals("its") ? "classic" : "its");
        carol.agree(suite);
        assertRefused(header, body);
        // Blocks that both sides hold come back by no registration, and those that were dropped not at all.
        carol.register();
        assertRefused(header, body);
        hub.clients.unregister(hub.client("carol").peer());
        assertRefused(header, body);
        assertEquals(0, hub.shares.held().shares());
    }

    private void assertRefused(String header, byte[] body) {
        String before = hub.pools();
        Response response = carol.send("POST", KEY_SHARE, header, body);
        response.error(401);
        assertNull(response.headers().get("dske-signature"));
        assertEquals(before, hub.pools());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "its"})
    void ofAPostThatIsSentManyTimesAtOnceOneIsTaken(String suite) throws Exception {
        ready(suite);
        String keyId = UUID.randomUUID().toString();
        byte[] body = utf8(carol.share(keyId, 0, SHARE, ""));
        String header = carol.header(KEY_SHARE, body);
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(TIMES);
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            answers.add(threads.submit(() -> {
                begin.await();
                return carol.send("POST", KEY_SHARE, header, body);
            }));
        }
        begin.countDown();
        int taken = 0;
        for (Future<Response> answer : answers) {
            Response response = answer.get(60, TimeUnit.SECONDS);
            if (response.status() == 200) {
                carol.verified(header, response);
                taken++;
            } else {
                response.error(401);
                assertNull(response.headers().get("dske-signature"));
            }
        }
        threads.shutdown();
        assertEquals(1, taken);
        assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)));
    }
}
