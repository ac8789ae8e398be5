package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpReplyTest {
    @Test
    void anErrorOfOurFormSaysItsMessage() {
        assertEquals("unknown client", message("{\"message\":\"unknown client\"}"));
    }

    @Test
    void aForeignErrorIsShownAsTextOnOneLine() {
        assertEquals("<p>no such thing</p>", message("<p>no\n\tsuch thing</p>\r\n"));
        assertEquals("[\"x\"]", message("[\"x\"]"));
        assertEquals(300, message("x".repeat(100_000)).length());
    }

    @Test
    void anErrorWithoutABodyIsKnownByItsStatusAlone() {
        assertEquals("status 422", message(""));
        assertEquals("status 422", message(" \n"));
    }

    private static String message(String body) {
        return new HttpReply(422, "", body.getBytes(StandardCharsets.UTF_8))
                .error()
                .message();
    }
}
