package org.dske.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
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
    private static final int END = -1;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int FIRST_BEYOND_ASCII = 0x80;

    private final byte[] body;
    private final boolean bound;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int at;
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

    /** Where a parser is; columns count bytes. */
    private record Location(long getLineNumber, long getColumnNumber, long getStreamOffset) implements JsonLocation {}

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
        this.body = body;
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
        if (hasNext() || peek() != END) {
            throw malformed();
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
            text = string();
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
            throw new InvalidException(member + " is not a string");
        }
        int from = at;
        int to = at;
        for (int next = stringByte(); next != '"'; next = stringByte()) {
            at++;
            body[to++] = (byte) (next == '\\' ? Math.min(escaped(), FIRST_BEYOND_ASCII) : next);
        }
        at++;
        inString = false;
        try {
            if ((to - from) % 4 == 0) {
                // Of the exact size; so nothing is copied that would have to be wiped.
                return Base64.getDecoder()
                        .decode(ByteBuffer.wrap(body, from, to - from))
                        .array();
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the characters that are wrong.
        }
        throw new InvalidException(member + " is not base64");
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
        long line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(at, body.length); i++) {
            if (body[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Location(line, at - lineStart + 1L, at);
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
            string();
        }
        Level level = levels.peek();
        if (level == null || afterName) {
            afterName = false;
            return value();
        }
        int next = peek();
        if (next == (level.isObject ? '}' : ']')) {
            at++;
            levels.pop();
            return level.isObject ? Event.END_OBJECT : Event.END_ARRAY;
        }
        if (level.begun) {
            expect(',');
        }
        level.begun = true;
        if (!level.isObject) {
            return value();
        }
        name(level, compareNames);
        return Event.KEY_NAME;
    }

    private void name(Level level, boolean compare) {
        expect('"');
        String name = string();
        expect(':');
        afterName = true;
        if (compare) {
            text = name;
            member = name;
            twice = !level.names.add(name);
        }
    }

    private Event value() {
        int first = peek();
        return switch (first) {
            case '{' -> begin(true);
            case '[' -> begin(false);
            case '"' -> {
                at++;
                inString = true;
                yield Event.VALUE_STRING;
            }
            case 't' -> word("true", Event.VALUE_TRUE);
            case 'f' -> word("false", Event.VALUE_FALSE);
            case 'n' -> word("null", Event.VALUE_NULL);
            default -> number();
        };
    }

    private Event begin(boolean isObject) {
        if (levels.size() == MAX_DEPTH) {
            throw new InvalidException("the JSON body is nested more than " + MAX_DEPTH + " levels deep");
        }
        at++;
        levels.push(new Level(isObject));
        return isObject ? Event.START_OBJECT : Event.START_ARRAY;
    }

    private Event word(String word, Event meaning) {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt() != word.charAt(i)) {
                throw malformed();
            }
            at++;
        }
        text = word;
        return meaning;
    }

    private Event number() {
        int from = at;
        if (byteAt() == '-') {
            at++;
        }
        if (byteAt() == '0') {
            at++;
        } else {
            digits();
        }
        if (byteAt() == '.') {
            at++;
            digits();
        }
        if (byteAt() == 'e' || byteAt() == 'E') {
            at++;
            if (byteAt() == '+' || byteAt() == '-') {
                at++;
            }
            digits();
        }
        text = new String(body, from, at - from, StandardCharsets.US_ASCII);
        return Event.VALUE_NUMBER;
    }

    private void digits() {
        int from = at;
        while (byteAt() >= '0' && byteAt() <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed();
        }
    }

    /** Reads a string from behind its first quotation mark to behind its last. */
    private String string() {
        StringBuilder string = new StringBuilder();
        int from = at;
        for (int next = stringByte(); next != '"'; next = stringByte()) {
            at++;
            if (next == '\\') {
                string.append(utf8(from, at - 1)).append(escaped());
                from = at;
            }
        }
        string.append(utf8(from, at));
        at++;
        inString = false;
        return string.toString();
    }

    /** The next byte of a string, which has no control characters, and an end. */
    private int stringByte() {
        int next = byteAt();
        if (next == END || next < FIRST_PRINTABLE) {
            throw malformed();
        }
        return next;
    }

    /** Strictly: a lenient decoder makes question marks of what does not fit. */
    private CharSequence utf8(int from, int to) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, from, to - from));
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    /** What a backslash, which has been read, and the bytes behind it stand for. */
    private char escaped() {
        int character = byteAt();
        at++;
        return switch (character) {
            case '"', '\\', '/' -> (char) character;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> {
                at--;
                throw malformed();
            }
        };
    }

    private int hex() {
        int digit = byteAt();
        // Of bytes that are none of ASCII, Character knows digits too.
        int value = digit < FIRST_BEYOND_ASCII ? Character.digit(digit, 16) : END;
        if (value < 0) {
            throw malformed();
        }
        at++;
        return value;
    }

    private void expect(int character) {
        if (peek() != character) {
            throw malformed();
        }
        at++;
    }

    /** The next byte that is not blank; it is not passed. */
    private int peek() {
        int next = byteAt();
        while (next == ' ' || next == '\t' || next == '\n' || next == '\r') {
            at++;
            next = byteAt();
        }
        return next;
    }

    private int byteAt() {
        return at < body.length ? body[at] & 0xff : END;
    }

    private InvalidException malformed() {
        if (byteAt() >= FIRST_BEYOND_ASCII) {
            return notUtf8();
        }
        JsonLocation location = getLocation();
        return new InvalidException("the body is not JSON: error at line " + location.getLineNumber() + ", column "
                + location.getColumnNumber());
    }

    private static InvalidException notUtf8() {
        return new InvalidException("the body is not JSON in UTF-8");
    }
}
