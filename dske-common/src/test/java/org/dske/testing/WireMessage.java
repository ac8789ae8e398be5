package org.dske.testing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An HTTP message as it was on the wire.
 *
 * @param startLine the request line or the status line
 * @param headers by lower-case name
 * @param body the entity, empty if there is none
 */
public record WireMessage(String startLine, Map<String, String> headers, byte[] body) {
    /**
     * Reads a message.
     *
     * @param text the whole message
     * @return the message
     */
    public static WireMessage parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new WireMessage(lines[0], headers, text.substring(end + 4).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A header.
     *
     * @param name in any case
     * @return its value
     */
    public String header(String name) {
        return Objects.requireNonNull(headers.get(name.toLowerCase(Locale.ROOT)), name);
    }

    /**
     * A request's method.
     *
     * @return such as {@code GET}
     */
    public String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    /**
     * A request's target without its query.
     *
     * @return such as {@code /hub/hank/dske/api/v1/key-share}
     */
    public String path() {
        return target().split("\\?", 2)[0];
    }

    /**
     * A request's query.
     *
     * @return as it was sent, without {@code ?}; empty if there is none
     */
    public String rawQuery() {
        String[] parts = target().split("\\?", 2);
        return parts.length < 2 ? "" : parts[1];
    }

    /**
     * A response's status.
     *
     * @return such as 200
     */
    public int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    /**
     * A request's target.
     *
     * @return path and query, as they were sent
     */
    public String target() {
        return startLine.split(" ", 3)[1];
    }
}
