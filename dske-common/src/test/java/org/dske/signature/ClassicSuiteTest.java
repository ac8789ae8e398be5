package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.dske.testing.Signatures;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassicSuiteTest {
    private static SignedMessage request(String query, byte[] body) {
        return new SignedMessage.Request("POST", "key-share", query, "carol", "hank", body);
    }

    @TestFactory
    Stream<DynamicTest> theKnownMessagesHaveTheKnownTags() {
        return Vectors.signatures().getJsonArray("classic").getValuesAs(JsonObject.class).stream()
                .flatMap(known -> Stream.of(ClassicSuite.values())
                        .map(suite -> DynamicTest.dynamicTest(known.getString("name") + ", " + suite, () -> {
                            SigningKey key = new SigningKey(Vectors.secret(known.getString("key")));
                            SignedMessage message = request(
                                    known.getString("query"),
                                    known.getString("body").getBytes(StandardCharsets.UTF_8));
                            String expected = known.getString(
                                    suite == ClassicSuite.HMAC_SHA256 ? "hmac_sha256" : "sha256_concatenation");
                            assertEquals(expected, Base64.getEncoder().encodeToString(suite.tag(key, message)));
                            suite.verify(
                                    key,
                                    message,
                                    Signatures.of(Base64.getDecoder().decode(expected)));
                        })));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfTamperingIsNoticed(ClassicSuite suite) {
        Seed.check(random -> {
            byte[] keyBytes = Seed.bytes(random, 32);
            byte[] body = Seed.bytes(random, 1 + random.nextInt(200));
            String query = "client_name=carol&key_id=" + random.nextInt(1000);
            SigningKey key = new SigningKey(SecretBytes.copyOf(keyBytes));
            byte[] tag = suite.tag(key, request(query, body));
            assertDoesNotThrow(() -> suite.verify(key, request(query, body), Signatures.of(tag)));

            for (int bit = 0; bit < 256; bit++) {
                refused(suite, key, request(query, body), flip(tag, bit));
                refused(suite, new SigningKey(SecretBytes.owning(flip(keyBytes, bit))), request(query, body), tag);
            }
            for (int bit = 0; bit < body.length * 8; bit++) {
                refused(suite, key, request(query, flip(body, bit)), tag);
            }
            refused(suite, key, request(query + "&", body), tag);
            refused(suite, key, request("", body), tag);
            refused(suite, key, request("Client_name" + query.substring(11), body), tag);
            refused(suite, key, request(query, new byte[0]), tag);
            refused(suite, key, request(query, java.util.Arrays.copyOf(body, body.length + 1)), tag);
            refused(suite, key, request(query, java.util.Arrays.copyOf(body, body.length - 1)), tag);
            refused(suite, key, request(query, body), java.util.Arrays.copyOf(tag, 16));
            refused(suite, key, request(query, body), java.util.Arrays.copyOf(tag, 33));
            refused(suite, key, request(query, body), new byte[32]);
        });
    }

    @Test
    void theTwoHashesDoNotPassForEachOther() {
        SigningKey key = new SigningKey(SecretBytes.owning(new byte[32]));
        SignedMessage message = request("a=b", new byte[] {1});
        refused(ClassicSuite.HMAC_SHA256, key, message, ClassicSuite.SHA256.tag(key, message));
        refused(ClassicSuite.SHA256, key, message, ClassicSuite.HMAC_SHA256.tag(key, message));
    }

    @ParameterizedTest
    @EnumSource
    void aResponsesTagCoversItsBodyAlone(ClassicSuite suite) {
        SigningKey key = new SigningKey(SecretBytes.owning(new byte[32]));
        byte[] body = "null".getBytes(StandardCharsets.UTF_8);
        SignedMessage response = new SignedMessage.Response(200, "a:0:32;tag", "carol", "hank", body);
        assertEquals("", response.rawQuery());
        assertArrayEquals(suite.tag(key, request("", body)), suite.tag(key, response));
    }

    @Test
    void aSigningKeyHasExactly32BytesAndPrintsNoneOfThem() {
        for (int size : new int[] {0, 16, 31, 33, 64}) {
            assertThrows(InvalidException.class, () -> new SigningKey(SecretBytes.owning(new byte[size])));
        }
        SigningKey key = new SigningKey(SecretBytes.owning(new byte[32]));
        assertFalse(key.toString().contains("0, 0"));
        key.close();
        assertThrows(IllegalStateException.class, () -> ClassicSuite.HMAC_SHA256.tag(key, request("", new byte[0])));
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }

    private static void refused(ClassicSuite suite, SigningKey key, SignedMessage message, byte[] tag) {
        InvalidSignatureException e =
                assertThrows(InvalidSignatureException.class, () -> suite.verify(key, message, Signatures.of(tag)));
        assertEquals(401, e.code().httpStatus());
    }
}
