package org.dske.json;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.config.BinaryDataStrategy;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.key.Uuids;
import org.eclipse.yasson.YassonJsonb;
import org.jspecify.annotations.Nullable;

/**
 * The records of messages as JSON, and back: Yasson on top of {@link JsonBody}. Binary values are base64, {@code null} members count as
 * absent and are not written, unknown members are ignored, and a value of the wrong type is an error. (Yasson's defaults read
 * {@code "3"}, {@code 3.7} and {@code 4294967299} all as the int 3.) Safe for concurrent use.
 */
public final class JsonMessages {
    private static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig()
            .withBinaryDataStrategy(BinaryDataStrategy.BASE_64)
            .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
            .withDeserializers(new StringReader(), new IntegerReader(), new UuidReader()));

    private JsonMessages() {}

    /**
     * Reads a message, which the body is from its first to its last byte; a body that is no such message is a {@link
     * DskeException}.
     */
    public static <T> T read(byte[] body, Class<T> type) {
        JsonBody parser = new JsonBody(body, true);
        try {
            T message = ((YassonJsonb) JSONB).fromJson(parser, type);
            parser.requireEnd();
            return message;
        } catch (JsonbException e) {
            throw explain(e, parser);
        }
    }

    /** Writes a record as JSON in UTF-8. */
    public static byte[] write(Object message) {
        return JSONB.toJson(message).getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the binding that messages are written with, for those who write them to a stream; safe for concurrent use} */
    public static Jsonb binding() {
        return JSONB;
    }

    /** The innermost failure that is ours says it best. */
    private static DskeException explain(JsonbException failure, JsonBody parser) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DskeException ours) {
                return ours;
            }
        }
        return parser.isTwice()
                ? parser.refused("")
                : new InvalidException("the JSON body has a member of the wrong type");
    }

    private static final class StringReader implements JsonbDeserializer<String> {
        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context, Type type) {
            return string(parser, "a string");
        }
    }

    private static final class IntegerReader implements JsonbDeserializer<Integer> {
        @Override
        public @Nullable Integer deserialize(JsonParser parser, DeserializationContext context, Type type) {
            return JsonValue.NULL.equals(parser.getValue()) ? null : (Integer) parser.getInt();
        }
    }

    private static final class UuidReader implements JsonbDeserializer<UUID> {
        @Override
        public @Nullable UUID deserialize(JsonParser parser, DeserializationContext context, Type type) {
            String text = string(parser, "a UUID");
            return text == null ? null : Uuids.parse("JSON: a value", text);
        }
    }

    private static @Nullable String string(JsonParser parser, String expected) {
        JsonValue value = parser.getValue();
        if (value instanceof JsonString string) {
            return string.getString();
        }
        if (JsonValue.NULL.equals(value)) {
            return null;
        }
        throw new InvalidException("JSON: " + expected + " is expected before column "
                + parser.getLocation().getColumnNumber() + " of line "
                + parser.getLocation().getLineNumber());
    }
}
