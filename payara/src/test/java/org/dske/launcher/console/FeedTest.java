package org.dske.launcher.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Feed feed = new Feed();

    private static JsonObject data(int number) {
        return Json.createObjectBuilder().add("number", number).build();
    }

    @Test
    void eachListenerHearsWhatIsToldSinceItBegan() {
        feed.tell("nodes", data(1));
        long first = feed.begin();
        feed.tell("nodes", data(2));
        long second = feed.begin();
        feed.tell("audit", data(3));

        assertEquals(2, feed.after(first, LONG).size());
        assertEquals(
                List.of("id: 3\nevent: audit\ndata: {\"number\":3}\n\n"),
                feed.after(second, LONG).stream().map(Feed.Message::text).toList());
        assertEquals(List.of(), feed.after(second + 1, Duration.ofMillis(1)));
    }

    @Test
    void whoWaitsHearsAtOnce() {
        long begin = feed.begin();
        CompletableFuture<List<Feed.Message>> heard = CompletableFuture.supplyAsync(() -> feed.after(begin, LONG));
        feed.tell("nodes", data(1));
        assertEquals(1, heard.join().size());
    }

    @Test
    void whoIsFarBehindMissesTheOldest() {
        long begin = feed.begin();
        for (int i = 0; i < 3_000; i++) {
            feed.tell("audit", data(i));
        }
        List<Feed.Message> messages = feed.after(begin, LONG);
        assertEquals(2_000, messages.size());
        assertEquals("{\"number\":2999}", messages.getLast().data());
    }

    @Test
    void itIsHeardAsLongAsThereIsAListener() {
        assertFalse(feed.isHeard());
        feed.begin();
        feed.begin();
        feed.end();
        assertTrue(feed.isHeard());
        feed.end();
        assertFalse(feed.isHeard());
    }
}
