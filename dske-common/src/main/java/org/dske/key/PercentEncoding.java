package org.dske.key;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.dske.error.InvalidException;

/** Percent-encoding of UTF-8 (RFC 3986, section 2.1), strict in both directions: what is encoded is ASCII. */
public final class PercentEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int ESCAPE_LENGTH = 3;
    private static final int FIRST_BEYOND_ASCII = 0x80;

    private PercentEncoding() {}

    /**
     * Encodes all but the letters and digits of ASCII and further characters of ASCII, which never are {@code %}. A text with
     * half a surrogate pair is invalid: two such texts would look the same.
     */
    public static String encode(String text, String alsoKept) {
        StringBuilder encoded = new StringBuilder();
        for (byte value : utf8(text)) {
            if (isLetterOrDigit(value) || alsoKept.indexOf(value) >= 0) {
                encoded.append((char) value);
            } else {
                HEX.toHexDigits(encoded.append('%'), value);
            }
        }
        return encoded.toString();
    }

    /** {@return the text; nothing if it is not ASCII, not well encoded, or what it encodes is not UTF-8} */
    public static Optional<String> decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < encoded.length()) {
            char character = encoded.charAt(at);
            if (character == '%') {
                if (at + ESCAPE_LENGTH > encoded.length()
                        || !HexFormat.isHexDigit(encoded.charAt(at + 1))
                        || !HexFormat.isHexDigit(encoded.charAt(at + 2))) {
                    return Optional.empty();
                }
                bytes.write(HexFormat.fromHexDigits(encoded, at + 1, at + ESCAPE_LENGTH));
                at += ESCAPE_LENGTH;
            } else if (character < FIRST_BEYOND_ASCII) {
                bytes.write(character);
                at++;
            } else {
                // As a byte it would lose its upper half, and pass for another character.
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isLetterOrDigit(byte value) {
        return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '0' && value <= '9');
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new InvalidException("a text with half a surrogate pair is no Unicode text");
        }
    }
}
