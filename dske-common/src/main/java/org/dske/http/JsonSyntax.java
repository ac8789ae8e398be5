package org.dske.http;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.dske.error.InvalidException;

/**
 * What has to be known of a body before it is bound to a message: that it is one JSON object from its first to its last byte,
 * and not nested so deep that those who read it by recursion run out of stack. Safe for concurrent use.
 */
final class JsonSyntax {
    /** No message comes near it. */
    private static final int MAX_DEPTH = 64;

    // Json.createParser looks its provider up anew each time, which is slow and serialises all requests.
    private final JsonParserFactory parsers = Json.createParserFactory(Map.of());

    /**
     * Checks a body.
     *
     * @param body the bytes
     * @throws InvalidException if they are anything but one JSON object of reasonable depth
     */
    void requireObject(byte[] body) {
        try (JsonParser parser = parsers.createParser(new ByteArrayInputStream(body))) {
            if (parser.next() != JsonParser.Event.START_OBJECT) {
                throw notAnObject();
            }
            int depth = 1;
            while (parser.hasNext()) {
                depth += switch (parser.next()) {
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
        } catch (JsonException e) {
            // Not decodable as text.
            throw new InvalidException("the body is not JSON");
        }
    }

    /** A body that is JSON, perhaps, and not an object. */
    static InvalidException notAnObject() {
        return new InvalidException("the body is not a JSON object");
    }
}
