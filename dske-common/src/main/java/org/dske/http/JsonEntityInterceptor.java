package org.dske.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.bind.JsonbException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.dske.config.HttpSettings;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;

/**
 * Makes a clear error of every body that is too large, is not JSON from its first to its last byte, or does not fit the
 * message. (The server's default is 500, and a valid object followed by anything passes.)
 */
@Provider
@Dependent
@ConstrainedTo(RuntimeType.SERVER)
public final class JsonEntityInterceptor implements ReaderInterceptor {
    private static final String NOT_AN_OBJECT = "the body is not a JSON object";

    /** No message comes near it, and the parsers recur. */
    private static final int MAX_DEPTH = 64;

    private static final Set<JsonParser.Event> VALUES = Set.of(
            JsonParser.Event.VALUE_STRING,
            JsonParser.Event.VALUE_NUMBER,
            JsonParser.Event.VALUE_TRUE,
            JsonParser.Event.VALUE_FALSE);

    // Json.createParser looks its provider up anew each time, which is slow and serialises all requests.
    private final JsonParserFactory parsers = Json.createParserFactory(Map.of());
    private final int limit;

    /**
     * An interceptor.
     *
     * @param settings the largest body
     */
    @Inject
    public JsonEntityInterceptor(HttpSettings settings) {
        this.limit = settings.maxBody();
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        byte[] body =
                Body.read(context.getInputStream(), context.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH), limit);
        requireJson(body);
        context.setInputStream(new ByteArrayInputStream(body));
        // A resource takes JSON alone; so what says nothing of its type is JSON, and all JSON is UTF-8.
        context.setMediaType(MediaType.APPLICATION_JSON_TYPE);
        try {
            Object message = context.proceed();
            if (message == null) {
                throw new InvalidException(NOT_AN_OBJECT);
            }
            return message;
        } catch (JsonbException | ProcessingException e) {
            throw explain(e);
        }
    }

    private void requireJson(byte[] body) {
        try (JsonParser parser = parsers.createParser(new StringReader(text(body)))) {
            if (parser.next() != JsonParser.Event.START_OBJECT) {
                throw new InvalidException(NOT_AN_OBJECT);
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

    /** The innermost failure that is ours says it best. */
    private static DskeException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DskeException ours) {
                return ours;
            }
        }
        return new InvalidException("the JSON body has a member of the wrong type");
    }
}
