package org.dske.auditlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import jakarta.json.stream.JsonParser.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
    /** Also a line separator of Unicode's, which some programs take for a line end, is in no line as it is. */
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Bytes of a line. */
    private static final int TYPICAL = 512;

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Writes a line, which follows a checkpoint. */
    static byte[] write(AuditCheckpoint previous, Instant time, String node, AuditEntry entry) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(TYPICAL);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("sequence", previous.sequence() + 1);
            json.writeStringField("time", TIME.format(time));
            json.writeStringField("node", node);
            json.writeStringField("event", entry.event().word());
            json.writeObjectFieldStart("details");
            for (Map.Entry<String, Object> detail : entry.details().entrySet()) {
                json.writeFieldName(detail.getKey());
                write(json, detail.getValue());
            }
            json.writeEndObject();
            json.writeStringField("previous", previous.hash());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory is no device that fails", e);
        }
        return line.toByteArray();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Collection<?> several -> {
                json.writeStartArray();
                for (Object each : several) {
                    write(json, each);
                }
                json.writeEndArray();
            }
            case Number number -> json.writeNumber(number.toString());
            case Boolean flag -> json.writeBoolean(flag);
            default -> json.writeString(value.toString());
        }
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
