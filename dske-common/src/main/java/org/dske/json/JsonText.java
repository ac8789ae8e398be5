package org.dske.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import jakarta.json.stream.JsonLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a body, which Jackson goes through token by token. Jackson's strings and numbers are made when somebody asks for them; what
 * is skipped may be as long as it likes. All methods throw {@link InvalidException} at what is not JSON in UTF-8, or nested too deep.
 */
final class JsonText {
    /** How many levels deep values are nested at most. */
    static final int MAX_DEPTH = 64;

    private static final int FIRST_BEYOND_ASCII = 0x80;

    private static final JsonFactory JACKSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            // Names are the sender's choice, and are not kept.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final char[] text;
    private final JsonParser parser;

    private record Location(long getLineNumber, long getColumnNumber, long getStreamOffset) implements JsonLocation {}

    private interface Step<T> {
        T take() throws IOException;
    }

    /** The text of a body, decoded strictly: Jackson takes other encodings too, and what is almost UTF-8. */
    JsonText(byte[] body) {
        CharBuffer decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
        text = decoded.array();
        parser = take(() -> JACKSON.createParser(text, 0, decoded.limit()));
    }

    /** The next token, null at the end. */
    @Nullable
    JsonToken next() {
        return take(parser::nextToken);
    }

    /** The name of the member that is read. */
    String name() {
        return take(parser::currentName);
    }

    /** The text of the name, string or number that is the last token. */
    String literal() {
        return take(parser::getText);
    }

    /** Goes past the object or array whose start is the last token, if it is one. */
    void skipChildren() {
        take(parser::skipChildren);
    }

    /** The string that is the last token, decoded from base64 with padding; null if it is not base64. */
    byte @Nullable [] base64() {
        int from = 1 + (int) parser.currentTokenLocation().getCharOffset();
        try (SecretOutput output = new SecretOutput((text.length - from) / 4 * 3 + 3)) {
            take(() -> decode(output));
            int to = (int) parser.currentLocation().getCharOffset() - 1;
            // Jackson passes over blanks.
            return characters(from, to) == (output.size() + 2) / 3 * 4 ? output.toByteArray() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private int decode(SecretOutput output) throws IOException {
        try {
            return parser.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, output);
        } catch (JsonEOFException e) {
            throw e;
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("not base64", e);
        }
    }

    /** The length of a string, in which an escape stands for one character. */
    private int characters(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (text[i] == '\\') {
                i += text[i + 1] == 'u' ? 5 : 1;
            }
            count++;
        }
        return count;
    }

    /** What secret bytes are decoded into: large enough not to grow. Jackson hands them over in a buffer that it keeps. */
    private static final class SecretOutput extends ByteArrayOutputStream {
        private SecretOutput(int size) {
            super(size);
        }

        @Override
        public synchronized void write(byte[] part, int from, int size) {
            super.write(part, from, size);
            Arrays.fill(part, from, from + size, (byte) 0);
        }

        @Override
        public void close() {
            Arrays.fill(buf, (byte) 0);
        }
    }

    /** Overwrites the text with zeros. */
    void wipe() {
        Arrays.fill(text, '\0');
    }

    /** Where the parser is; columns count characters. */
    JsonLocation location() {
        var location = parser.currentLocation();
        return new Location(location.getLineNr(), location.getColumnNr(), location.getCharOffset());
    }

    /** What is wrong with the last token, or the end. */
    InvalidException malformed() {
        return malformed(parser.hasCurrentToken() ? parser.currentTokenLocation() : parser.currentLocation());
    }

    private InvalidException malformed(com.fasterxml.jackson.core.JsonLocation location) {
        int at = (int) location.getCharOffset();
        if (at < text.length && text[at] >= FIRST_BEYOND_ASCII) {
            // Such as a byte order mark.
            return notUtf8();
        }
        return new InvalidException(
                "the body is not JSON: error at line " + location.getLineNr() + ", column " + location.getColumnNr());
    }

    private static InvalidException notUtf8() {
        return new InvalidException("the body is not JSON in UTF-8");
    }

    private <T> T take(Step<T> step) {
        try {
            return step.take();
        } catch (StreamConstraintsException e) {
            throw new InvalidException("the JSON body is nested more than " + MAX_DEPTH + " levels deep");
        } catch (JsonProcessingException e) {
            throw malformed(e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
