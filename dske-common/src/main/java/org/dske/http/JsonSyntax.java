package org.dske.http;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.dske.error.InvalidException;

/**
 * What has to be known of a body before it is bound to a message, since binding takes a good syntax for granted: that it is
 * one JSON object from its first to its last byte, and not nested so deep that who reads it by recursion runs out of stack.
 * (Parsson, which JSON-B reads with, looks for the end of a list that it skips even behind the end of the body, and for ever.)
 * Safe for concurrent use.
 */
public final class JsonSyntax {
    /** No message comes near it. */
    private static final int MAX_DEPTH = 64;

    private static final Set<JsonParser.Event> VALUES = Set.of(
            JsonParser.Event.VALUE_STRING,
            JsonParser.Event.VALUE_NUMBER,
            JsonParser.Event.VALUE_TRUE,
            JsonParser.Event.VALUE_FALSE);

    // Json.createParser looks its provider up anew each time, which is slow and serialises all requests.
    private final JsonParserFactory parsers = Json.createParserFactory(Map.of());

    /**
     * Checks a body.
     *
     * @param body the bytes
     * @throws InvalidException if they are anything but one JSON object of reasonable depth, in UTF-8
     */
    public void requireObject(byte[] body) {
        try (JsonParser parser = parsers.createParser(new StringReader(text(body)))) {
            if (parser.next() != JsonParser.Event.START_OBJECT) {
                throw notAnObject();
            }
            int depth = 1;
            JsonParser.Event previous = JsonParser.Event.START_OBJECT;
            while (parser.hasNext()) {
                JsonParser.Event event = parser.next();
                requireNoneDropped(previous, event);
                previous = event;
                depth += switch (event) {
                    case START_OBJECT, START_ARRAY -> 1;
                    case END_OBJECT, END_ARRAY -> -1;
                    default -> 0;
                };
                if (depth > MAX_DEPTH) {
                    throw new InvalidException("the JSON body is nested more than " + MAX_DEPTH + " levels deep");
                }
            }
        } catch (JsonParsingException e) {
            throw new InvalidException("the body is not JSON: error at line "
                    + e.getLocation().getLineNumber() + ", column "
                    + e.getLocation().getColumnNumber());
        }
    }

    /** Strictly: a parser that is given bytes guesses the encoding, and makes question marks of what does not fit. */
    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidException("the body is not JSON in UTF-8");
        }
    }

    /** JSON-B would drop a value that comes right before an object, which only an array can have, and read on. */
    private static void requireNoneDropped(JsonParser.Event previous, JsonParser.Event event) {
        if (VALUES.contains(previous) && event == JsonParser.Event.START_OBJECT) {
            throw new InvalidException("the JSON body has an array with an object behind a value that is none");
        }
    }

    /** A body that is JSON, perhaps, and not an object. */
    static InvalidException notAnObject() {
        return new InvalidException("the body is not a JSON object");
    }
}
