package org.dske.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dske.error.InvalidException;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static JsonBody parser(String body) {
        return new JsonBody(body.getBytes(StandardCharsets.UTF_8));
    }

    /** All events of a body, each with its text. */
    private static List<String> events(JsonParser parser) {
        List<String> events = new ArrayList<>();
        while (parser.hasNext()) {
            Event event = parser.next();
            boolean hasText = event == Event.KEY_NAME || event == Event.VALUE_STRING || event == Event.VALUE_NUMBER;
            String text = !hasText ? "" : parser instanceof JsonBody body ? body.literal() : parser.getString();
            events.add(event + " " + text);
        }
        return events;
    }

    private static List<String> read(String body) {
        JsonBody parser = parser(body);
        List<String> events = events(parser);
        parser.requireEnd();
        return events;
    }

    private static String refusal(String body) {
        return assertThrows(InvalidException.class, () -> read(body)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ \n} \n",
                "{\"a\":1,\"b\":-0.5e+10,\"c\":[true,false,null,\"x\",{},[]],\"d\":{\"e\":{\"f\":\"\"}}}",
                "{\"\":\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\\uD83D\\uDE00\\ud800\",\"ключ\":\"zoë 😀\"}",
                "{\"a\":0,\"b\":-0,\"c\":0.0,\"d\":1E5,\"e\":1e-5,\"f\":123456789012345678901234567890}"
            })
    void jsonIsReadAsTheServersOwnParserReadsIt(String body) {
        try (JsonParser parsson = JsonProvider.provider().createParser(new StringReader(body))) {
            assertEquals(events(parsson), read(body));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|1|1",
                "` `|1|2",
                "{|1|2",
                "{\"a\"}|1|5",
                "{\"a\":}|1|6",
                "{\"a\":1,}|1|8",
                "{\"a\":[1,]}|1|9",
                "{\"a\":[1 2]}|1|9",
                "{,}|1|2",
                "{\"a\":01}|1|7",
                "{\"a\":+1}|1|7",
                "{\"a\":.5}|1|6",
                "{\"a\":5.}|1|7",
                "{\"a\":1e}|1|7",
                "{\"a\":-}|1|7",
                "{\"a\":NaN}|1|9",
                "{\"a\":nul}|1|6",
                "{\"a\":trUe}|1|6",
                "{'a':1}|1|2",
                "{a:1}|1|2",
                "{\"a\":\"\\x\"}|1|8",
                "{\"a\":\"\\u12g4\"}|1|11",
                "{\"a\":\"x|1|8",
                "{\"a\":[1}|1|8",
                "{\"a\":1]|1|7",
                "{}x|1|3",
                "{}{}|1|3",
                "{\"a\":1}/**/|1|8",
                "<xml/>|1|1"
            })
    void whatIsNotJsonIsRefusedWithThePlace(String body, int line, int column) {
        assertEquals("the body is not JSON: error at line " + line + ", column " + column, refusal(body));
    }

    @Test
    void aPlaceIsCountedInLines() {
        assertEquals("the body is not JSON: error at line 3, column 2", refusal("{\n\"a\":1,\n x}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "17", "\"text\"", "true", "[{}]"})
    void aBodyIsAnObject(String body) {
        assertEquals("the body is not a JSON object", refusal(body));
    }

    @Test
    void controlCharactersAreWrittenWithEscapes() {
        for (char control = 0; control < ' '; control++) {
            assertTrue(refusal("{\"a\":\"" + control + "\"}").startsWith("the body is not JSON: error"));
        }
        assertEquals("VALUE_STRING \u007f", read("{\"a\":\"\u007f\"}").get(2));
    }

    @Test
    void onlyUtf8IsRead() {
        byte[][] others = {
            {'{', '"', (byte) 0xe9, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"', ':', '1', '}'},
            {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}'},
            {(byte) 0xfe, (byte) 0xff, 0, '{', 0, '}'}
        };
        for (byte[] other : others) {
            InvalidException e = assertThrows(InvalidException.class, () -> events(new JsonBody(other)));
            assertEquals("the body is not JSON in UTF-8", e.getMessage());
        }
    }

    /** Jackson would find out by itself that these are UTF-16 and UTF-32. */
    @Test
    void whatIsJsonInAnotherEncodingIsNotRead() {
        for (String encoding : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            JsonBody parser = new JsonBody("{}".getBytes(Charset.forName(encoding)));
            assertThrows(InvalidException.class, () -> events(parser), encoding);
        }
    }

    @Test
    void nothingIsLeftOfABodyThatIsClosed() {
        JsonBody parser = at("{\"a\":\"AAAA\"}");
        parser.close();
        assertThrows(InvalidException.class, parser::base64);
        assertThrows(InvalidException.class, parser::next);
    }

    @Test
    void nestingIsBounded() {
        assertEquals(
                130, read("{\"x\":" + "[".repeat(63) + "]".repeat(63) + "}").size() + 1);
        for (String deep : List.of("[", "{\"a\":")) {
            assertEquals("the JSON body is nested more than 64 levels deep", refusal("{\"x\":" + deep.repeat(100_000)));
            JsonBody skipping = parser("{\"x\":" + deep.repeat(100_000));
            skipping.next();
            skipping.next();
            skipping.next();
            assertThrows(InvalidException.class, skipping::skipValue);
        }
    }

    @Test
    void anyJsonCanBeSkippedWhateverItWouldCostToRead() {
        String any =
                "[\"a\",{\"b\":1,\"b\":2},{\"b\":[5,{}]}," + "9".repeat(100_000) + ",1e999999999,\"\\ud800\",null]";
        JsonBody parser = parser("{\"x\":" + any + ",\"y\":" + any + ",\"y\":" + any + ",\"z\":5}");
        parser.next();
        while (parser.next() == Event.KEY_NAME && !parser.getString().equals("z")) {
            parser.next();
            parser.skipValue();
        }
        parser.next();
        assertEquals(5, parser.getInt());
        assertEquals(Event.END_OBJECT, parser.next());
        parser.requireEnd();
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(strings = {"[", "{", "[{\"a\":[", "\"x", "[1,", "{\"a\":{}"})
    void whatDoesNotEndIsNotSkipped(String value) {
        JsonBody parser = parser("{\"new\":" + value);
        parser.next();
        parser.next();
        parser.next();
        assertThrows(InvalidException.class, () -> {
            parser.skipValue();
            parser.next();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"a\":null}",
                "{\"a\":null,\"a\":1}",
                "{\"a\":null,\"a\":null}",
                "{\"a\":1,\"b\":{},\"\\u0061\":[]}",
                "{\"a\":[],\"a\":[]}",
                "{\"a\":{},\"a\":{}}",
                "{\"a\":\"x\",\"a\":\"x\"}"
            })
    void aMemberThatIsThereTwiceCanBeSkippedAndNotBeRead(String body) {
        for (int way = 0; way < 4; way++) {
            JsonBody parser = parser(body);
            do {
                parser.next();
            } while (!parser.isTwice());
            assertEquals("a", parser.getString());
            assertEquals(Event.START_OBJECT, parser.next());
            int use = way;
            InvalidException e = assertThrows(InvalidException.class, () -> {
                switch (use) {
                    case 0 -> parser.next();
                    case 1 -> parser.getString();
                    case 2 -> parser.getInt();
                    default -> parser.base64();
                }
            });
            assertEquals("a is there twice", e.getMessage());
            parser.skipObject();
            assertFalse(parser.isTwice());
            assertEquals(Event.END_OBJECT, parser.next());
            parser.requireEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345678", "-123456789012345678", "0.12345678901234567", "0", "-5", "1.5"})
    void aNumberUpTo18DigitsIsRead(String number) {
        JsonBody parser = at("{\"a\":" + number + "}");
        assertEquals(number, parser.getString());
        assertEquals(number, parser.getBigDecimal().toPlainString());
    }

    @ParameterizedTest
    @Timeout(5)
    @ValueSource(strings = {"1234567890123456789", "1e5", "1e999999999", "0.123456789012345678", "-1E-5", "LONG"})
    void aLongerNumberIsNotRead(String number) {
        JsonBody parser = at("{\"a\":" + (number.equals("LONG") ? "9".repeat(1_000_000) : number) + "}");
        assertThrows(InvalidException.class, parser::getString);
        assertThrows(InvalidException.class, parser::getBigDecimal);
        assertThrows(InvalidException.class, parser::getLong);
        assertThrows(InvalidException.class, parser::getInt);
    }

    private static JsonBody at(String body) {
        JsonBody parser = parser(body);
        parser.next();
        parser.next();
        parser.next();
        return parser;
    }

    /** Yasson asks for the name of a member of a map as for a value. */
    @Test
    void aNameIsAValueTooAndOnceOnly() {
        JsonBody parser = parser("{\"a\":1,\"a\":2}");
        parser.next();
        parser.next();
        assertEquals("\"a\"", parser.getValue().toString());
        parser.next();
        parser.next();
        assertThrows(InvalidException.class, parser::getValue);
    }

    @Test
    void base64IsDecodedWhereverItHasEscapes() {
        byte[] bytes = {(byte) 0xff, (byte) 0xff, (byte) 0xfe, (byte) 0xfb, 1};
        assertArrayEquals(bytes, at("{\"a\":\"///++wE=\"}").base64());
        assertArrayEquals(bytes, at("{\"a\":\"\\/\\/\\u002f++wE\\u003D\"}").base64());
        assertArrayEquals(new byte[0], at("{\"a\":\"\"}").base64());
        for (String wrong : List.of(
                "A",
                "AA",
                "AAA",
                "AAAAA",
                "AA=A",
                "__-_",
                "AAA ",
                "\\u0141AAA",
                "AAAé",
                " AAAA",
                "AAAA AAAA",
                "\\u0020AAAA",
                "AAAA\\n",
                "AAAA\\nAAAA")) {
            JsonBody parser = at("{\"a\":\"" + wrong + "\"}");
            assertEquals(
                    "a is not base64",
                    assertThrows(InvalidException.class, parser::base64).getMessage());
        }
        for (String other : List.of("null", "5", "[]", "{}")) {
            assertThrows(
                    InvalidException.class, () -> at("{\"a\":" + other + "}").base64());
        }
    }

    /** Whatever the bytes are, the server's own parser and this one agree on what is JSON, but for what this one refuses besides. */
    @Test
    void ofChangedBytesTheServersOwnParserMakesTheSame() {
        byte[] good = "{\"a\":[1,-2.5e3,\"x\\n\\u00e9\",true,{\"b\":null}]}".getBytes(StandardCharsets.UTF_8);
        String alphabet = "{}[]\",:\\ue0-+.1 \nntx/";
        Seed.check(random -> {
            for (int i = 0; i < 3_000; i++) {
                byte[] changed = good.clone();
                for (int change = 0; change < 1 + random.nextInt(3); change++) {
                    changed[random.nextInt(changed.length)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                }
                assertEquals(parsson(changed), ours(changed), () -> new String(changed, StandardCharsets.UTF_8));
            }
        });
    }

    private static List<String> parsson(byte[] body) {
        try (JsonParser parser =
                JsonProvider.provider().createParser(new StringReader(new String(body, StandardCharsets.UTF_8)))) {
            List<String> events = events(parser);
            return events.get(0).startsWith("START_OBJECT") ? events : List.of();
        } catch (JsonException e) {
            return List.of();
        }
    }

    private static List<String> ours(byte[] body) {
        try {
            JsonBody parser = new JsonBody(body);
            List<String> events = events(parser);
            parser.requireEnd();
            return events;
        } catch (InvalidException e) {
            return List.of();
        }
    }
}
