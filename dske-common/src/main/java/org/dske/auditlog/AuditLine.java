package org.dske.auditlog;

import jakarta.json.stream.JsonParser.Event;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.dske.error.InvalidException;
import org.dske.json.JsonBody;

/**
 * A line of an audit log: a JSON object (RFC 8259) in UTF-8, without a line end.
 *
 * @param sequence its number in the chain; the first is 1
 * @param time when it happened, by ISO 8601, in milliseconds, UTC
 * @param node the node, such as {@code client carol}
 * @param event what happened
 * @param previous the hash of the line before
 */
record AuditLine(long sequence, String time, String node, String event, String previous) {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Writes a line, which follows a checkpoint. */
    static byte[] write(AuditCheckpoint previous, Instant time, String node, AuditEntry entry) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"sequence\":").append(previous.sequence() + 1).append(",\"time\":\"");
        TIME.formatTo(time, json);
        json.append("\",\"node\":");
        append(json, node);
        json.append(",\"event\":");
        append(json, entry.event().word());
        json.append(",\"details\":{");
        String separator = "";
        for (Map.Entry<String, Object> detail : entry.details().entrySet()) {
            json.append(separator);
            append(json, detail.getKey());
            json.append(':');
            append(json, detail.getValue());
            separator = ",";
        }
        json.append("},\"previous\":\"").append(previous.hash()).append("\"}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder json, Object value) {
        switch (value) {
            case Collection<?> several -> {
                json.append('[');
                for (Iterator<?> each = several.iterator(); each.hasNext(); ) {
                    append(json, Objects.requireNonNull(each.next()));
                    json.append(each.hasNext() ? "," : "");
                }
                json.append(']');
            }
            case String text -> append(json, text);
            default -> json.append(value);
        }
    }

    /** RFC 8259, section 7; line separators, which some programs take for line ends, are escaped, too. */
    private static void append(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' '
                    || Character.isSurrogate(c)
                    || Character.isISOControl(c)
                    || c == '\u2028'
                    || c == '\u2029') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** Reads a line; what is none is invalid. */
    static AuditLine read(byte[] line) {
        JsonBody json = new JsonBody(line);
        Map<String, String> members = new HashMap<>();
        json.next();
        while (json.next() == Event.KEY_NAME) {
            String name = json.getString();
            boolean object = json.next() == Event.START_OBJECT;
            members.put(name, object ? "" : json.getString());
            json.skipValue();
        }
        json.requireEnd();
        try {
            AuditLine read = new AuditLine(
                    Long.parseLong(member(members, "sequence")),
                    member(members, "time"),
                    member(members, "node"),
                    member(members, "event"),
                    member(members, "previous"));
            Instant.parse(read.time());
            return read;
        } catch (NumberFormatException | DateTimeException e) {
            throw new InvalidException("its number or its time is none");
        }
    }

    private static String member(Map<String, String> members, String name) {
        String value = members.get(name);
        if (value == null) {
            throw new InvalidException("it has no member '" + name + "'");
        }
        return value;
    }
}
