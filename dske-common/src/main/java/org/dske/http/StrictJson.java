package org.dske.http;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.BinaryDataStrategy;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;
import java.util.UUID;
import org.dske.error.InvalidException;
import org.dske.key.Uuids;
import org.jspecify.annotations.Nullable;

/**
 * JSON-B as all nodes use it: binary values are base64, {@code null} members count as absent and are not written, and a
 * value of the wrong type is an error. (The defaults read {@code "3"}, {@code 3.7} and {@code 4294967299} all as the int 3.)
 */
public final class StrictJson {
    private StrictJson() {}

    /**
     * A binding of its own.
     *
     * @return safe for concurrent use
     */
    public static Jsonb create() {
        return JsonbBuilder.create(new JsonbConfig()
                .withBinaryDataStrategy(BinaryDataStrategy.BASE_64)
                .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
                .withDeserializers(new StringReader(), new IntegerReader(), new UuidReader()));
    }

    private static InvalidException expected(String what, JsonParser parser) {
        return new InvalidException("JSON: " + what + " is expected before column "
                + parser.getLocation().getColumnNumber() + " of line "
                + parser.getLocation().getLineNumber());
    }

    private static final class StringReader implements JsonbDeserializer<String> {
        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context, Type type) {
            JsonValue value = parser.getValue();
            if (value instanceof JsonString string) {
                return string.getString();
            }
            if (value.equals(JsonValue.NULL)) {
                return null;
            }
            throw expected("a string", parser);
        }
    }

    private static final class IntegerReader implements JsonbDeserializer<Integer> {
        @Override
        public @Nullable Integer deserialize(JsonParser parser, DeserializationContext context, Type type) {
            JsonValue value = parser.getValue();
            // A number of a thousand digits is compared before it is converted: that costs nothing.
            if (value instanceof JsonNumber number && number.toString().length() <= 11 && number.isIntegral()) {
                long whole = number.longValue();
                if (whole == (int) whole) {
                    return (int) whole;
                }
            }
            if (value.equals(JsonValue.NULL)) {
                return null;
            }
            throw expected("a whole number of 32 bits", parser);
        }
    }

    private static final class UuidReader implements JsonbDeserializer<UUID> {
        @Override
        public @Nullable UUID deserialize(JsonParser parser, DeserializationContext context, Type type) {
            JsonValue value = parser.getValue();
            if (value instanceof JsonString string) {
                return Uuids.parse("JSON: a value", string.getString());
            }
            if (value.equals(JsonValue.NULL)) {
                return null;
            }
            throw expected("a UUID", parser);
        }
    }
}
