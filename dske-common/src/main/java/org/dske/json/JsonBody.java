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
 * The one parser of JSON bodies: one object in UTF-8, to its last byte. It goes through the bytes once, and makes a Java object of
 * nothing but what somebody asks for; so any JSON can be skipped, whatever it would cost to read. (Parsson, the server's own parser,
 * looks for the end of what it skips even behind the end of the body, and makes Strings of secrets.)
 *
 * <ul>
 *   <li>A member that is there twice in one object can be skipped, and not be read: two readers could take it for two different
 *       values. {@link #next} gives the second value out as the start of an object, whatever it is, which only {@link #skipObject} goes
 *       past.
 *   <li>A number of more than 18 digits, or with an exponent, cannot be read: to compute with one of a million digits takes long.
 *   <li>Nothing is nested more than {@value #MAX_DEPTH} levels deep.
 * </ul>
 *
 * <p>All methods throw {@link InvalidException} where the body is not what this allows. For the use of one thread.
 */
public final class JsonBody implements JsonParser {
    private static final int MAX_DEPTH = 64;
    private static final Pattern NUMBER = Pattern.compile("-?(?=[0-9.]{1,19}$)(?:[0-9]{1,18}|[0-9]+\\.[0-9]+)");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");
    // Json.createValue looks its provider up anew each time, which is slow and serialises all requests.
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final Set<Event> SCALARS =
            EnumSet.of(Event.VALUE_STRING, Event.VALUE_NUMBER, Event.VALUE_TRUE, Event.VALUE_FALSE);

    private final JsonScanner scanner;
    private final boolean bound;
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable Event event;
    /** The name, number or string that was given out last. */
    private String text = "";
    /** The name of the member that is being read. */
    private String member = "";
    /** Whether that member has been there before, and its second value has not been skipped. */
    private boolean twice;
    /** Whether a name was the last that the bytes had. */
    private boolean afterName;
    /** Whether the next byte is one of a string that nobody has asked for yet. */
    private boolean inString;

    /** An object or an array whose end has not been reached. */
    private static final class Level {
        private final boolean isObject;
        private final Set<String> names = new HashSet<>();
        private boolean begun;

        private Level(boolean isObject) {
            this.isObject = isObject;
        }
    }

    /**
     * A parser at the beginning of a body.
     *
     * @param body the bytes; they are not copied
     */
    public JsonBody(byte[] body) {
        this(body, false);
    }

    /** A parser, of a body that Yasson is to bind perhaps. */
    JsonBody(byte[] body, boolean bound) {
        this.scanner = new JsonScanner(body);
        this.bound = bound;
    }

    @Override
    public boolean hasNext() {
        return event == null || !levels.isEmpty();
    }

    @Override
    public Event next() {
        if (event == Event.KEY_NAME && twice) {
            event = Event.START_OBJECT;
            return event;
        }
        requireOnce();
        Event next = advance(true);
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
        if (hasNext() || scanner.peek() != JsonScanner.END) {
            throw scanner.malformed();
        }
    }

    /**
     * Whether the member whose name or value was given out last has been there before in its object.
     *
     * @return true until it is skipped
     */
    public boolean isTwice() {
        return twice;
    }

    /**
     * The name, the string or, if it is not too long, the number that was given out last.
     *
     * @return its text
     */
    @Override
    public String getString() {
        String given = literal();
        if (event == Event.VALUE_NUMBER && !NUMBER.matcher(given).matches()) {
            throw new InvalidException(member + " is a number of more than 18 digits, or with an exponent");
        }
        return given;
    }

    /**
     * The name, the string or the number that was given out last, however long it is.
     *
     * @return its text
     */
    public String literal() {
        if (event != Event.KEY_NAME) {
            requireOnce();
        }
        if (inString) {
            text = scanner.string();
            inString = false;
        }
        return text;
    }

    /**
     * The string that was given out last, decoded from base64 with padding (RFC 4648, section 4). No String is made of it, for it may be
     * secret; the body's own bytes are left to the caller to wipe, and may be others than before.
     *
     * @return the bytes
     */
    byte[] base64() {
        requireOnce();
        if (!inString) {
            throw refused("a string");
        }
        inString = false;
        byte[] decoded = scanner.base64();
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
            Event value = advance(false);
            if (value == Event.START_OBJECT || value == Event.START_ARRAY) {
                skipLevel();
            }
        } else {
            skipLevel();
        }
        event = Event.END_OBJECT;
    }

    @Override
    public void skipArray() {
        requireOnce();
        skipLevel();
        event = Event.END_ARRAY;
    }

    private void skipLevel() {
        int outside = levels.size() - 1;
        while (levels.size() > outside) {
            advance(false);
        }
    }

    @Override
    public JsonLocation getLocation() {
        return scanner.location();
    }

    /** Has nothing to do: bytes need no closing. */
    @Override
    public void close() {}

    /**
     * What is wrong with a member that is of no use to whoever read it.
     *
     * @param expected what it should be, such as {@code a string}
     * @return an exception that names it, to be thrown
     */
    InvalidException refused(String expected) {
        return new InvalidException(twice ? member + " is there twice" : member + " is not " + expected);
    }

    private void requireOnce() {
        if (twice) {
            throw refused("");
        }
    }

    /** What comes next; names are compared only where somebody reads them. */
    private Event advance(boolean compareNames) {
        if (inString) {
            scanner.string();
            inString = false;
        }
        Level level = levels.peek();
        if (level == null || afterName) {
            afterName = false;
            return value();
        }
        int next = scanner.peek();
        if (next == (level.isObject ? '}' : ']')) {
            scanner.pass();
            levels.pop();
            return level.isObject ? Event.END_OBJECT : Event.END_ARRAY;
        }
        if (level.begun) {
            scanner.expect(',');
        }
        level.begun = true;
        if (!level.isObject) {
            return value();
        }
        name(level, compareNames);
        return Event.KEY_NAME;
    }

    private void name(Level level, boolean compare) {
        scanner.expect('"');
        String name = scanner.string();
        scanner.expect(':');
        afterName = true;
        if (compare) {
            text = name;
            member = name;
            twice = !level.names.add(name);
        }
    }

    private Event value() {
        int first = scanner.peek();
        return switch (first) {
            case '{' -> begin(true);
            case '[' -> begin(false);
            case '"' -> {
                scanner.pass();
                inString = true;
                yield Event.VALUE_STRING;
            }
            case 't' -> given(scanner.word("true"), Event.VALUE_TRUE);
            case 'f' -> given(scanner.word("false"), Event.VALUE_FALSE);
            case 'n' -> given(scanner.word("null"), Event.VALUE_NULL);
            default -> given(scanner.number(), Event.VALUE_NUMBER);
        };
    }

    private Event begin(boolean isObject) {
        if (levels.size() == MAX_DEPTH) {
            throw new InvalidException("the JSON body is nested more than " + MAX_DEPTH + " levels deep");
        }
        scanner.pass();
        levels.push(new Level(isObject));
        return isObject ? Event.START_OBJECT : Event.START_ARRAY;
    }

    private Event given(String literal, Event meaning) {
        text = literal;
        return meaning;
    }
}
