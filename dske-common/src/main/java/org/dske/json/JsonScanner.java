package org.dske.json;

import jakarta.json.stream.JsonLocation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;

/** Goes through the bytes of a body, of which it knows strings, numbers, words and blanks (RFC 8259, sections 2, 3, 6 and 7). */
final class JsonScanner {
    /** What comes behind the last byte. */
    static final int END = -1;

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int FIRST_BEYOND_ASCII = 0x80;
    private static final int BASE64_GROUP = 4;

    private final byte[] body;
    private int at;

    /** Where a parser is; columns count bytes. */
    private record Location(long getLineNumber, long getColumnNumber, long getStreamOffset) implements JsonLocation {}

    JsonScanner(byte[] body) {
        this.body = body;
    }

    /** Passes a byte that has been looked at. */
    void pass() {
        at++;
    }

    /** Passes a word, which must be there. */
    String word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt() != word.charAt(i)) {
                throw malformed();
            }
            at++;
        }
        return word;
    }

    /** Passes a number. */
    String number() {
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
        return new String(body, from, at - from, StandardCharsets.US_ASCII);
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
    String string() {
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
        return string.toString();
    }

    /**
     * Decodes a string from base64 with padding, from behind its first quotation mark to behind its last. What stands for a byte with an
     * escape is written in its place.
     *
     * @return the bytes, of which there is no other copy; null if it is not base64
     */
    byte @Nullable [] base64() {
        int from = at;
        int to = at;
        for (int next = stringByte(); next != '"'; next = stringByte()) {
            at++;
            body[to++] = (byte) (next == '\\' ? Math.min(escaped(), FIRST_BEYOND_ASCII) : next);
        }
        at++;
        if ((to - from) % BASE64_GROUP != 0) {
            return null;
        }
        try {
            // An array of the exact size.
            return Base64.getDecoder()
                    .decode(ByteBuffer.wrap(body, from, to - from))
                    .array();
        } catch (IllegalArgumentException e) {
            return null;
        }
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

    /** Passes a character, which must be the next that is not blank. */
    void expect(int character) {
        if (peek() != character) {
            throw malformed();
        }
        at++;
    }

    /** The next byte that is not blank; it is not passed. */
    int peek() {
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

    /** Where the next byte is. */
    JsonLocation location() {
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

    /** What is wrong with the next byte. */
    InvalidException malformed() {
        if (byteAt() >= FIRST_BEYOND_ASCII) {
            return notUtf8();
        }
        JsonLocation location = location();
        return new InvalidException("the body is not JSON: error at line " + location.getLineNumber() + ", column "
                + location.getColumnNumber());
    }

    private static InvalidException notUtf8() {
        return new InvalidException("the body is not JSON in UTF-8");
    }
}
