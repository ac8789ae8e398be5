package org.dske.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.dske.protocol.ErrorMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReaderTest {
    private final ErrorReader reader = new ErrorReader();

    private Optional<ErrorMessage> read(String body) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anErrorIsRead() {
        ErrorMessage error =
                read("{\"message\":\"no\",\"details\":{\"a\":[{\"b\":1}]}}").orElseThrow();
        assertEquals("no", error.message());
        assertTrue(error.details() instanceof java.util.Map<?, ?>);
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{}",
                "{\"message\":5}",
                "{\"message\":\"no\"",
                "{\"message\":\"no\"}x",
                "{\"message\":\"no\",\"new\":[",
                "{\"message\":\"no\",\"new\":{\"a\":{}",
                "\u0000"
            })
    void anythingElseIsNoError(String body) {
        assertEquals(Optional.empty(), read(body));
    }

    /** A hub that lies must not be able to break its client, and details are read as deep as they go. */
    @Test
    void detailsThatAreNestedTooDeepAreNoError() {
        for (int depth : new int[] {100, 2_000, 100_000}) {
            String lists = "[".repeat(depth) + "]".repeat(depth);
            assertEquals(Optional.empty(), read("{\"message\":\"no\",\"details\":" + lists + "}"));
            String objects = "{\"a\":".repeat(depth) + "0" + "}".repeat(depth);
            assertEquals(Optional.empty(), read("{\"message\":\"no\",\"details\":" + objects + "}"));
            assertEquals(Optional.empty(), read("{\"message\":\"no\",\"details\":" + "[".repeat(depth)));
        }
    }
}
