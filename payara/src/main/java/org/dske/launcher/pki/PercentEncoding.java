package org.dske.launcher.pki;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.dske.launcher.LauncherException;

/** Percent-encoding of UTF-8 (RFC 3986, section 2.1), strict in both directions. */
final class PercentEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int ESCAPE_LENGTH = 3;

    private PercentEncoding() {}

    /**
     * Encodes all but the characters to be kept.
     *
     * @throws LauncherException if the text has half a surrogate pair: two such texts would look the same
     */
    static String encode(String text, IntPredicate kept) {
        StringBuilder encoded = new StringBuilder();
        for (byte value : utf8(text)) {
            if (value > 0 && kept.test(value)) {
                encoded.append((char) value);
            } else {
                HEX.toHexDigits(encoded.append('%'), value);
            }
        }
        return encoded.toString();
    }

    /** Decodes; nothing if the text is not percent-encoded UTF-8. */
    static Optional<String> decode(String encoded) {
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
            } else {
                bytes.write(character);
                at++;
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

    private static byte[] utf8(String text) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new LauncherException(LauncherException.USAGE, "'" + text + "' is no Unicode text");
        }
    }
}
