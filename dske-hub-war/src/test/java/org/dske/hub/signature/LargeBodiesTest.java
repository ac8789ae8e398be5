package org.dske.hub.signature;

import static org.dske.hub.testing.TestClient.KEY_SHARE;
import static org.dske.hub.testing.TestClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.hub.testing.Http.Response;
import org.dske.hub.testing.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a flood of large bodies in a client's name is worth. */
class LargeBodiesTest {
    private static final int MAX_BODY = 64_000;
    private static final int SMALL = 2_000;

    private final TestHub hub = TestHub.start("http.max-body", Integer.toString(MAX_BODY));
    private final TestClient carol = TestClient.readyForIts(hub, "carol", "sam", "sofia");
    private final String overheard = carol.header(KEY_SHARE, utf8("{}"));

    @AfterEach
    void stop() {
        hub.close();
    }

    /** A request in carol's name that she did not sign. */
    private Response forged(int size) {
        return carol.send("POST", KEY_SHARE, overheard, utf8(" ".repeat(size)));
    }

    private Response posted(TestClient client, int size) {
        String share = client.share(UUID.randomUUID().toString(), 0, new byte[32], "");
        return client.exchange("POST", KEY_SHARE, share + " ".repeat(size - share.length()));
    }

    private void flood() {
        forged(40_000).error(401);
        forged(40_000).error(401);
    }

    @Test
    void afterSomeThatDoNotVerifyLargeOnesAreNotReadForAWhile() {
        flood();
        String before = hub.pools();
        forged(SMALL + 1).error(413);
        forged(MAX_BODY).error(413);
        assertEquals(before, hub.pools());
        hub.clock.advance(Duration.ofSeconds(8));
        forged(40_000).error(401);
        forged(40_000).error(401);
        forged(40_000).error(413);
        hub.clock.advance(Duration.ofDays(2));
        flood();
    }

    @Test
    void smallOnesAreAlwaysReadAndCountForNothing() {
        flood();
        for (int i = 0; i < 50; i++) {
            forged(SMALL).error(401);
        }
        assertEquals(200, posted(carol, SMALL).status());
        hub.clock.advance(Duration.ofSeconds(10));
        assertEquals(200, posted(carol, MAX_BODY).status());
    }

    /** Whoever sends in a client's name does so over other connections. */
    @Test
    void floodsDoNotKeepLargeOnesOutThatComeWhereSmallOnesHaveVerified() throws Exception {
        try (HttpClient kept = HttpClient.newHttpClient()) {
            flood();
            assertEquals(413, sent(kept, MAX_BODY), "nothing is known of the connection");
            assertEquals(200, sent(kept, SMALL));
            for (int i = 0; i < 3; i++) {
                forged(MAX_BODY).error(413);
                assertEquals(200, sent(kept, MAX_BODY));
            }
        }
    }

    /** One that carries what does not verify is nobody's any more. */
    @Test
    void aConnectionProvesNothingAfterAnythingThatDoesNotVerify() throws Exception {
        try (HttpClient kept = HttpClient.newHttpClient()) {
            assertEquals(200, sent(kept, SMALL));
            flood();
            assertEquals(401, sent(kept, overheard, utf8("[]")));
            assertEquals(413, sent(kept, MAX_BODY));
        }
    }

    private int sent(HttpClient kept, int size) throws Exception {
        byte[] share = utf8(carol.share(UUID.randomUUID().toString(), 0, new byte[32], ""));
        byte[] body = Arrays.copyOf(share, size);
        Arrays.fill(body, share.length, size, (byte) ' ');
        return sent(kept, carol.header(KEY_SHARE, body), body);
    }

    private int sent(HttpClient kept, String signature, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.base() + KEY_SHARE))
                .version(HttpClient.Version.HTTP_1_1)
                .header("DSKE-Signature", signature)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return kept.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void largeOnesThatVerifyAndThoseOfOthersAreRead() {
        for (int i = 0; i < 5; i++) {
            assertEquals(200, posted(carol, MAX_BODY).status());
        }
        flood();
        // It verifies: only then it is said that sam is not hers.
        assertEquals(
                403,
                posted(TestClient.readyForIts(hub, "connie", "serena"), MAX_BODY)
                        .status());
    }
}
