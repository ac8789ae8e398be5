package org.dske.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;

/**
 * The one parser of JSON bodies: one object in UTF-8, to its last byte. Jackson goes through it once, and a Java object is made of
 * nothing but what somebody asks for; so any JSON can be skipped, whatever it would cost to read.
 *
 * <ul>
 *   <li>A member that is there twice in one object can be skipped, and not be read: two readers could take it for two different
 *       values. {@link #next} gives the second value out as the start of an object, whatever it is, which only {@link #skipObject} goes
 *       past.
 *   <li>A number of more than 18 digits, or with an exponent, cannot be read: to compute with one of a million digits takes long.
 *   <li>Nothing is nested more than {@value JsonText#MAX_DEPTH} levels deep.
 * </ul>
 *
 * <p>All methods throw {@link InvalidException} where the body is not what this allows. For the use of one thread.
 */
public final class JsonBody implements JsonParser {
    private static final Pattern NUMBER = Pattern.compile("-?(?=[0-9.]{1,19}$)(?:[0-9]{1,18}|[0-9]+\\.[0-9]+)");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");
    // Json.createValue looks its provider up anew each time, which is slow and serialises all requests.
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final Set<Event> SCALARS =
            EnumSet.of(Event.VALUE_STRING, Event.VALUE_NUMBER, Event.VALUE_TRUE, Event.VALUE_FALSE);

    private final JsonText text;
    private final boolean bound;
    /** Of each object or array whose end has not been reached, the names of the members that were given out. */
    private final Deque<Set<String>> names = new ArrayDeque<>();

    private @Nullable Event event;
    /** The name of the member that is being read. */
    private String member = "";
    /** Whether that member has been there before, and its second value has not been skipped. */
    private boolean twice;

    /** A parser at the beginning of a body. */
    public JsonBody(byte[] body) {
        this(body, false);
    }

    /** A parser, of a body that Yasson is to bind perhaps. */
    JsonBody(byte[] body, boolean bound) {
        this.text = new JsonText(body);
        this.bound = bound;
    }

    @Override
    public boolean hasNext() {
        return event == null || !names.isEmpty();
    }

    @Override
    public Event next() {
        if (event == Event.KEY_NAME && twice) {
            event = Event.START_OBJECT;
            return event;
        }
        requireOnce();
        Event next = advance();
        if (event == null && next != Event.START_OBJECT) {
            throw new InvalidException("the body is not a JSON object");
        }
        if (bound && next == Event.START_OBJECT && event != null && SCALARS.contains(event)) {
            // Yasson would drop the value, which is none that it expects, and read on.
            throw new InvalidException(member + " has an object behind a value that is none");
        }
        event = next;
        return next;
    }

    @Override
    public @Nullable Event currentEvent() {
        return event;
    }

    /**
     * Checks that nothing but blanks is behind the object.
     *
     * @throws InvalidException if there is something, or the object has not been read to its end
     */
    public void requireEnd() {
        if (hasNext() || text.next() != null) {
            throw text.malformed();
        }
    }

    /** {@return whether the member whose name or value was given out last has been there before in its object, and is not skipped yet} */
    public boolean isTwice() {
        return twice;
    }

    /** {@return the name, the string or, if it is not too long, the number that was given out last} */
    @Override
    public String getString() {
        String given = literal();
        if (event == Event.VALUE_NUMBER && !NUMBER.matcher(given).matches()) {
            throw new InvalidException(member + " is a number of more than 18 digits, or with an exponent");
        }
        return given;
    }

    /** {@return the name, the string or the number that was given out last, however long it is} */
    public String literal() {
        if (event != Event.KEY_NAME) {
            requireOnce();
        }
        return text.literal();
    }

    /**
     * The string that was given out last, decoded from base64 with padding (RFC 4648, section 4). It may be secret: no String is made of
     * it, and {@link #close} leaves nothing of it.
     *
     * @return the bytes, of which there is no other copy
     */
    byte[] base64() {
        requireOnce();
        if (event != Event.VALUE_STRING) {
            throw refused("a string");
        }
        byte[] decoded = text.base64();
        if (decoded == null) {
            throw refused("base64");
        }
        return decoded;
    }

    @Override
    public int getInt() {
        String number = literal();
        if (event == Event.VALUE_NUMBER && INTEGER.matcher(number).matches()) {
            long whole = Long.parseLong(number);
            if (whole == (int) whole) {
                return (int) whole;
            }
        }
        throw new InvalidException(member + " is not a whole number of 32 bits");
    }

    @Override
    public long getLong() {
        return getBigDecimal().longValueExact();
    }

    @Override
    public BigDecimal getBigDecimal() {
        return new BigDecimal(getString());
    }

    @Override
    public boolean isIntegralNumber() {
        return getString().indexOf('.') < 0;
    }

    /**
     * The string that was given out last.
     *
     * @return its text
     * @throws InvalidException if something else was
     */
    String requireString() {
        if (event != Event.VALUE_STRING) {
            throw refused("a string");
        }
        return literal();
    }

    @Override
    public JsonValue getValue() {
        requireOnce();
        return switch (event) {
            // Yasson reads the names of a Map's entries as values.
            case KEY_NAME, VALUE_STRING -> PROVIDER.createValue(literal());
            case VALUE_NUMBER -> PROVIDER.createValue(getBigDecimal());
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            case VALUE_NULL -> JsonValue.NULL;
            case null, default -> throw refused("of the right type");
        };
    }

    /** Objects are gone through; whoever wants one as a whole has expected something else. */
    @Override
    public JsonObject getObject() {
        throw refused("of the right type");
    }

    /** Arrays are gone through; whoever wants one as a whole has expected something else. */
    @Override
    public JsonArray getArray() {
        throw refused("of the right type");
    }

    /** Goes past the value that was given out last, whatever it is. */
    public void skipValue() {
        if (event == Event.START_OBJECT) {
            skipObject();
        } else if (event == Event.START_ARRAY) {
            skipArray();
        }
    }

    /** Goes past the object whose start was given out last, or past what {@link #isTwice}. */
    @Override
    public void skipObject() {
        if (twice) {
            twice = false;
            text.next();
            text.skipChildren();
        } else {
            skipChildren();
        }
        event = Event.END_OBJECT;
    }

    @Override
    public void skipArray() {
        requireOnce();
        skipChildren();
        event = Event.END_ARRAY;
    }

    private void skipChildren() {
        text.skipChildren();
        names.pop();
    }

    @Override
    public JsonLocation getLocation() {
        return text.location();
    }

    /** Overwrites what the body was decoded to, of which nothing can be read any more. */
    @Override
    public void close() {
        text.wipe();
    }

    /**
     * {@return what is wrong with a member that is of no use to whoever read it, which should be such as {@code a string}; to
     * be thrown}
     */
    InvalidException refused(String expected) {
        return new InvalidException(twice ? member + " is there twice" : member + " is not " + expected);
    }

    private void requireOnce() {
        if (twice) {
            throw refused("");
        }
    }

    private Event advance() {
        return switch (text.next()) {
            case null -> throw text.malformed();
            case START_OBJECT -> begin(Event.START_OBJECT);
            case START_ARRAY -> begin(Event.START_ARRAY);
            case END_OBJECT -> end(Event.END_OBJECT);
            case END_ARRAY -> end(Event.END_ARRAY);
            case FIELD_NAME -> {
                member = text.name();
                twice = !names.element().add(member);
                yield Event.KEY_NAME;
            }
            case VALUE_STRING -> Event.VALUE_STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Event.VALUE_NUMBER;
            case VALUE_TRUE -> Event.VALUE_TRUE;
            case VALUE_FALSE -> Event.VALUE_FALSE;
            case VALUE_NULL -> Event.VALUE_NULL;
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("nothing of JSON");
        };
    }

    private Event begin(Event start) {
        names.push(new HashSet<>());
        return start;
    }

    private Event end(Event end) {
        names.pop();
        return end;
    }
}
