package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.testing.Seed;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final String UUID_TEXT = "9ad7f620-5a0c-4979-8a2d-66142e06fd79";
    private static final String TAG = "Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc=";

    @TestFactory
    Stream<DynamicTest> theKnownHeadersAreReadAndWritten() {
        return Vectors.signatures().getJsonArray("classic").getValuesAs(JsonObject.class).stream()
                .flatMap(known -> Stream.of("header", "header_percent")
                        .map(form -> DynamicTest.dynamicTest(known.getString("name") + ", " + form, () -> {
                            String header = known.getString(form);
                            Signature signature = Signature.parse(header);
                            assertEquals(header, signature.toString());
                            assertEquals(
                                    known.getString("hmac_sha256"),
                                    Base64.getEncoder().encodeToString(signature.tag()));
                            assertEquals(form.equals("header") ? ';' : '%', signature.separator());
                            assertEquals(
                                    List.of(
                                            new Fragment(UUID.fromString(UUID_TEXT), 0, 20),
                                            new Fragment(
                                                    UUID.fromString("cda527e9-5ca7-40d6-a842-0b606597611c"), 0, 12)),
                                    signature.allocation().fragments());
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theKnownMalformedHeadersAreRefused() {
        return Vectors.signatures().getJsonArray("malformed_headers").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .map(header -> DynamicTest.dynamicTest("'" + header + "'", () -> refused(header)));
    }

    @TestFactory
    Stream<DynamicTest> theKnownMalformedHeadersAreRefusedWithTheOtherSeparatorToo() {
        return Vectors.signatures().getJsonArray("malformed_headers").getValuesAs(JsonString.class).stream()
                .map(header -> header.getString().replace(';', '%'))
                .map(header -> DynamicTest.dynamicTest("'" + header + "'", () -> refused(header)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Base64 without padding, with bits that say nothing, in the URL's alphabet, with blanks.
                UUID_TEXT + ":0:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc",
                UUID_TEXT + ":0:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SId=",
                UUID_TEXT + ":0:32;Ey-uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a-uIB9SIc=",
                UUID_TEXT + ":0:32;Ey+uRcMA7hui2iYwf5hTRgOONv5LOu1HC2a+uIB9SIc==",
                UUID_TEXT + ":0:32; " + TAG,
                UUID_TEXT + ":0:32;" + TAG + " ",
                UUID_TEXT + ":0:32;" + TAG + "\r\n",
                " " + UUID_TEXT + ":0:32;" + TAG,
                UUID_TEXT + ":0:32 ;" + TAG,
                // Both separators.
                UUID_TEXT + ":0:32;%" + TAG,
                UUID_TEXT + ":0:32%;" + TAG,
                UUID_TEXT + ":0:32;" + TAG + "%" + TAG,
                UUID_TEXT + ":0:32%" + TAG + ";" + TAG,
                // Numbers.
                UUID_TEXT + ":00:32;" + TAG,
                UUID_TEXT + ":0:032;" + TAG,
                UUID_TEXT + ":+0:32;" + TAG,
                UUID_TEXT + ":0:-32;" + TAG,
                UUID_TEXT + ":0:+32;" + TAG,
                UUID_TEXT + ":0x10:32;" + TAG,
                UUID_TEXT + ":0:31;" + TAG,
                UUID_TEXT + ":2147483647:32;" + TAG,
                UUID_TEXT + ":4294967296:32;" + TAG,
                UUID_TEXT + ":\u0660:32;" + TAG,
                UUID_TEXT + ":0:\uff13\uff12;" + TAG,
                // Form.
                UUID_TEXT + "::32;" + TAG,
                UUID_TEXT + ":0:32:;" + TAG,
                "," + UUID_TEXT + ":0:32;" + TAG,
                UUID_TEXT + ":0:16,," + UUID_TEXT + ":16:16;" + TAG,
                "9ad7f6205a0c49798a2d66142e06fd79:0:32;" + TAG,
                "9ad7f620-5a0c-4979-8a2d-66142e06fd7;:0:32;" + TAG,
                UUID_TEXT + ":0:32;\u00e9\u4e2d" + TAG,
                "\ud83d\ude00;" + TAG,
                // Tags that are none.
                UUID_TEXT + ":0:32;AAAA",
                UUID_TEXT + ":0:32;===="
            })
    void whatIsNotExactlyTheFormIsRefused(String header) {
        refused(header);
    }

    @Test
    void hugeHeadersAreRefusedAtOnce() {
        refused("x".repeat(10_000_000));
        refused(";".repeat(1_000_000));
        refused((UUID_TEXT + ":0:32,").repeat(100_000) + ";" + TAG);
        refused(UUID_TEXT + ":0:" + "9".repeat(1_000_000) + ";" + TAG);
        refused(UUID_TEXT + ":0:32;" + "A".repeat(10_000_000));
    }

    @Test
    void aTagHas16To64Bytes() {
        for (int size = 0; size < 80; size++) {
            String header = UUID_TEXT + ":0:32;" + Base64.getEncoder().encodeToString(new byte[size]);
            if (size >= 16 && size <= 64) {
                assertEquals(size, Signature.parse(header).tag().length);
            } else {
                refused(header);
            }
        }
    }

    @Test
    void aSigningKeyMayLieInManyFragmentsThatDoNotOverlap() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(UUID_TEXT)
                    .append(':')
                    .append(2 * i)
                    .append(":1");
        }
        assertEquals(
                32, Signature.parse(text + ";" + TAG).allocation().fragments().size());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Seed.check(random -> {
            for (int i = 0; i < 200; i++) {
                Signature signature = new Signature(
                        randomAllocation(random),
                        Seed.bytes(random, 16 + random.nextInt(49)),
                        random.nextBoolean() ? ';' : '%');
                Signature read = Signature.parse(signature.toString());
                assertEquals(signature.allocation(), read.allocation());
                assertArrayEquals(signature.tag(), read.tag());
                assertEquals(signature.separator(), read.separator());
            }
        });
    }

    @Test
    void aHeaderWithAChangedCharacterIsRefusedOrReadsBackAsItIs() {
        Seed.check(random -> {
            String header = new Signature(randomAllocation(random), Seed.bytes(random, 32), ';').toString();
            for (int i = 0; i < 2000; i++) {
                StringBuilder changed = new StringBuilder(header);
                changed.setCharAt(
                        random.nextInt(header.length()), (char) random.nextInt(random.nextBoolean() ? 128 : 65536));
                try {
                    String read = Signature.parse(changed.toString()).toString();
                    assertEquals(
                            changed.toString().toLowerCase(java.util.Locale.ROOT),
                            read.toLowerCase(java.util.Locale.ROOT));
                } catch (InvalidException e) {
                    assertTrue(e.getMessage().startsWith("malformed DSKE-Signature: "), e.getMessage());
                }
            }
        });
    }

    @Test
    void aSignatureThatExistsIsValid() {
        Allocation key = Allocation.parse(UUID_TEXT + ":0:32");
        assertThrows(
                InvalidException.class, () -> new Signature(Allocation.parse(UUID_TEXT + ":0:31"), new byte[32], ';'));
        assertThrows(InvalidException.class, () -> new Signature(key, new byte[15], ';'));
        assertThrows(InvalidException.class, () -> new Signature(key, new byte[65], ';'));
        assertThrows(InvalidException.class, () -> new Signature(key, new byte[32], ','));
    }

    private static Allocation randomAllocation(Random random) {
        int first = 1 + random.nextInt(31);
        return new Allocation(List.of(
                new Fragment(new UUID(random.nextLong(), random.nextLong()), random.nextInt(1_000_000), first),
                new Fragment(new UUID(random.nextLong(), random.nextLong()), random.nextInt(1_000_000), 32 - first)));
    }

    private static void refused(String header) {
        InvalidException e = assertThrows(InvalidException.class, () -> Signature.parse(header));
        assertEquals(ErrorCode.INVALID_REQUEST, e.code());
        assertTrue(e.getMessage().startsWith("malformed DSKE-Signature: "), e.getMessage());
        assertFalse(e.getMessage().contains(TAG), "the message repeats the header");
        assertTrue(e.getMessage().length() < 200, "the message is as long as the header");
    }
}
