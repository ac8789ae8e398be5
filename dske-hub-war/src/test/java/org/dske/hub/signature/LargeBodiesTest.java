package org.dske.hub.signature;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.dske.hub.api.TestHub;
import org.dske.testing.HttpConnection;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a flood of large bodies in a client's name is worth. */
class LargeBodiesTest {
    private static final int MAX_BODY = 64_000;
    private static final int SMALL = 2_000;

    private final TestHub hub = TestHub.start("http.max-body", Integer.toString(MAX_BODY));
    private final FakeClient carol = FakeClient.readyForIts(hub.base(), "carol", "sam", "sofia");
    private final String overheard = carol.header(KEY_SHARE, utf8("{}"));

    @AfterEach
    void stop() {
        hub.close();
    }

    /** A request in carol's name that she did not sign. */
    private Response forged(int size) {
        return carol.send("POST", KEY_SHARE, overheard, utf8(" ".repeat(size)));
    }

    private Response posted(FakeClient client, int size) {
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
        flood();
        try (HttpConnection fresh = new HttpConnection(hub.base())) {
            assertEquals(413, sent(fresh, MAX_BODY), "nothing is known of the connection");
        }
        try (HttpConnection kept = new HttpConnection(hub.base())) {
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
        try (HttpConnection kept = new HttpConnection(hub.base())) {
            assertEquals(200, sent(kept, SMALL));
            flood();
            assertEquals(401, sent(kept, overheard, utf8("[]")));
            assertEquals(413, sent(kept, MAX_BODY));
        }
    }

    private int sent(HttpConnection kept, int size) throws Exception {
        byte[] share = utf8(carol.share(UUID.randomUUID().toString(), 0, new byte[32], ""));
        byte[] body = Arrays.copyOf(share, size);
        Arrays.fill(body, share.length, size, (byte) ' ');
        return sent(kept, carol.header(KEY_SHARE, body), body);
    }

    private int sent(HttpConnection kept, String signature, byte[] body) throws Exception {
        return kept.send(
                        "POST",
                        hub.base().getPath() + KEY_SHARE,
                        body,
                        "DSKE-Signature",
                        signature,
                        "Content-Type",
                        "application/json")
                .status();
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
                posted(FakeClient.readyForIts(hub.base(), "connie", "serena"), MAX_BODY)
                        .status());
    }
}
