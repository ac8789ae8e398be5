package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.dske.error.InvalidException;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.dske.testing.Signatures;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ItsSuiteTest {
    private static final ItsSuite SUITE = new ItsSuite();
    private static final String SIGNATURE = "9ad7f620-5a0c-4979-8a2d-66142e06fd79:0:20,"
            + "cda527e9-5ca7-40d6-a842-0b606597611c:0:12;AAAAAAAAAAAAAAAAAAAAAA==";

    private static SignedMessage request(String query, byte[] body) {
        return new SignedMessage.Request("POST", "key-share", query, "carol", "hank", body);
    }

    private static SigningKey key(byte[] bytes) {
        return new SigningKey(SecretBytes.copyOf(bytes));
    }

    private static List<JsonObject> known() {
        return Vectors.signatures().getJsonArray("its").getValuesAs(JsonObject.class);
    }

    private static JsonObject known(String name) {
        return known().stream()
                .filter(known -> known.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> theKnownContextsAndBodiesHaveTheKnownTags() {
        return known().stream()
                .map(known -> DynamicTest.dynamicTest(known.getString("name"), () -> {
                    byte[] tag = ItsSuite.tag(
                            key(Vectors.hex(known.getString("key"))),
                            Vectors.hex(known.getString("context")),
                            Vectors.hex(known.getString("body")));
                    assertEquals(known.getString("tag"), Base64.getEncoder().encodeToString(tag));
                }));
    }

    @TestFactory
    Stream<DynamicTest> theKnownMessagesHaveTheKnownContextsAndTags() {
        String query = "client_name=carol&master_sae_id=sam&slave_sae_id=sofia"
                + "&key_id=39b64dd0-c22a-4f2a-b5a0-6061d399d311";
        return Stream.of("POST request", "GET request", "200 response")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    JsonObject known = known(name);
                    byte[] body = Vectors.hex(known.getString("body"));
                    SignedMessage message = switch (name) {
                        case "POST request" -> request("", body);
                        case "GET request" ->
                            new SignedMessage.Request("GET", "key-share", query, "connie", "hank", body);
                        default -> new SignedMessage.Response(200, SIGNATURE, "connie", "hank", body);
                    };
                    assertArrayEquals(Vectors.hex(known.getString("context")), message.context());
                    SigningKey key = key(Vectors.hex(known.getString("key")));
                    byte[] tag = Base64.getDecoder().decode(known.getString("tag"));
                    assertArrayEquals(tag, SUITE.tag(key, message));
                    assertDoesNotThrow(() -> SUITE.verify(key, message, Signatures.of(tag)));
                }));
    }

    /** With H = AES_K(0) and S = AES_K(IV ‖ 1) the tag is that of AES-GCM, which Bouncy Castle computes. */
    @Test
    void withKeysMadeByAesTheTagIsThatOfBouncyCastlesGcm() {
        Seed.check(random -> {
            for (int round = 0; round < 60; round++) {
                byte[] aesKey = Seed.bytes(random, 32);
                byte[] iv = Seed.bytes(random, 12);
                byte[] context = Seed.bytes(random, random.nextInt(100));
                byte[] output = gcm(aesKey, iv, context, Seed.bytes(random, random.nextInt(100)));
                byte[] body = Arrays.copyOf(output, output.length - 16);
                byte[] first = Arrays.copyOf(iv, 16);
                first[15] = 1;
                byte[] key = Arrays.copyOf(aes(aesKey, new byte[16]), 32);
                System.arraycopy(aes(aesKey, first), 0, key, 16, 16);
                assertArrayEquals(
                        Arrays.copyOfRange(output, body.length, output.length), ItsSuite.tag(key(key), context, body));
            }
        });
    }

    private static byte[] gcm(byte[] key, byte[] iv, byte[] additional, byte[] plaintext)
            throws InvalidCipherTextException {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(true, new AEADParameters(new KeyParameter(key), 128, iv, additional));
        byte[] output = new byte[cipher.getOutputSize(plaintext.length)];
        int written = cipher.processBytes(plaintext, 0, plaintext.length, output, 0);
        assertEquals(output.length, written + cipher.doFinal(output, written));
        return output;
    }

    private static byte[] aes(byte[] key, byte[] block) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(block);
    }

    @Test
    void everyKindOfTamperingWithARequestIsNoticed() {
        Seed.check(random -> {
            byte[] keyBytes = Seed.bytes(random, 32);
            byte[] body = Seed.bytes(random, 1 + random.nextInt(200));
            String query = "client_name=carol&key_id=" + random.nextInt(1000);
            SigningKey key = key(keyBytes);
            byte[] tag = SUITE.tag(key, request(query, body));
            assertEquals(ItsSuite.TAG_SIZE, tag.length);
            assertDoesNotThrow(() -> SUITE.verify(key, request(query, body), Signatures.of(tag)));

            for (int bit = 0; bit < tag.length * 8; bit++) {
                refused(key, request(query, body), flip(tag, bit));
            }
            for (int bit = 0; bit < 256; bit++) {
                refused(key(flip(keyBytes, bit)), request(query, body), tag);
            }
            for (int bit = 0; bit < body.length * 8; bit++) {
                refused(key, request(query, flip(body, bit)), tag);
            }
            refused(key, request(query, new byte[0]), tag);
            refused(key, request(query, Arrays.copyOf(body, body.length + 1)), tag);
            refused(key, request(query, Arrays.copyOf(body, body.length + 16)), tag);
            refused(key, request(query, Arrays.copyOf(body, body.length - 1)), tag);
            for (SignedMessage other : List.of(
                    new SignedMessage.Request("PUT", "key-share", query, "carol", "hank", body),
                    new SignedMessage.Request("POST", "key-shares", query, "carol", "hank", body),
                    new SignedMessage.Request("POST", "key-share", query + "&", "carol", "hank", body),
                    new SignedMessage.Request("POST", "key-share", "", "carol", "hank", body),
                    new SignedMessage.Request("POST", "key-share", query, "Carol", "hank", body),
                    new SignedMessage.Request("POST", "key-share", query, "carol", "hilary", body),
                    new SignedMessage.Request("POST", "key-share", query, "hank", "carol", body),
                    new SignedMessage.Response(200, SIGNATURE, "carol", "hank", body))) {
                refused(key, other, tag);
            }
            for (int size : new int[] {17, 32}) {
                refused(key, request(query, body), Arrays.copyOf(tag, size));
            }
            refused(key, request(query, body), new byte[16]);
            refused(key, request(query, body), ClassicSuite.HMAC_SHA256.tag(key, request(query, body)));
        });
    }

    @Test
    void aResponseFitsOnlyTheRequestThatItAnswers() {
        Seed.check(random -> {
            SigningKey key = key(Seed.bytes(random, 32));
            byte[] body = Seed.bytes(random, random.nextInt(50));
            byte[] tag = SUITE.tag(key, new SignedMessage.Response(200, SIGNATURE, "carol", "hank", body));
            assertDoesNotThrow(() -> SUITE.verify(
                    key, new SignedMessage.Response(200, SIGNATURE, "carol", "hank", body), Signatures.of(tag)));
            for (SignedMessage other : List.of(
                    new SignedMessage.Response(200, SIGNATURE.replace(":0:12", ":1:12"), "carol", "hank", body),
                    new SignedMessage.Response(200, SIGNATURE.replace("AA==", "AQ=="), "carol", "hank", body),
                    new SignedMessage.Response(200, SIGNATURE.replace(';', '%'), "carol", "hank", body),
                    new SignedMessage.Response(404, SIGNATURE, "carol", "hank", body),
                    new SignedMessage.Response(200, SIGNATURE, "connie", "hank", body),
                    new SignedMessage.Response(200, SIGNATURE, "carol", "helen", body),
                    new SignedMessage.Response(
                            200, SIGNATURE, "carol", "hank", Arrays.copyOf(body, body.length + 1)))) {
                refused(key, other, tag);
            }
        });
    }

    /** Bytes moved over the border between context and body, where the padding hides it, change the lengths. */
    @Test
    void bytesMovedBetweenContextAndBodyAreNoticed() {
        Seed.check(random -> {
            SigningKey key = key(Seed.bytes(random, 32));
            byte[] blocks = Seed.bytes(random, 64);
            Set<String> tags = new HashSet<>();
            for (int border = 0; border <= 64; border++) {
                byte[] tag = ItsSuite.tag(
                        key, Arrays.copyOf(blocks, border), Arrays.copyOfRange(blocks, border, blocks.length));
                tags.add(Base64.getEncoder().encodeToString(tag));
            }
            assertEquals(65, tags.size());
        });
    }

    /** The second half of the key hides what the first half hashes to: two keys alike in H differ by S alone. */
    @Test
    void theSecondHalfOfTheKeyIsAddedToTheHash() {
        Seed.check(random -> {
            byte[] keyBytes = Seed.bytes(random, 32);
            byte[] other = keyBytes.clone();
            byte[] body = Seed.bytes(random, 100);
            byte[] expected = SUITE.tag(key(keyBytes), request("", body));
            for (int i = 16; i < 32; i++) {
                byte change = (byte) random.nextInt(256);
                other[i] ^= change;
                expected[i - 16] ^= change;
            }
            assertArrayEquals(expected, SUITE.tag(key(other), request("", body)));
        });
    }

    @Test
    void differentMessagesHaveDifferentContexts() {
        byte[] body = new byte[0];
        List<SignedMessage> messages = List.of(
                new SignedMessage.Request("GET", "key-share", "a=b", "carol", "hank", body),
                new SignedMessage.Request("GET", "key-share", "", "carol", "hank", body),
                new SignedMessage.Request("GET", "key-share?a=b", "", "carol", "hank", body),
                new SignedMessage.Request("GET", "", "key-share", "carol", "hank", body),
                new SignedMessage.Request("GET", "key-share", "a=b", "hank", "carol", body),
                new SignedMessage.Request("GET", "key-share", "a=bcarol", "", "hank", body),
                new SignedMessage.Response(200, "GET", "carol", "hank", body),
                new SignedMessage.Response(20, "0GET", "carol", "hank", body));
        Set<String> contexts = new HashSet<>();
        messages.forEach(message -> contexts.add(new String(message.context(), StandardCharsets.UTF_8)));
        assertEquals(messages.size(), contexts.size());
    }

    @Test
    void aContextIsUtf8() {
        SignedMessage message =
                new SignedMessage.Request("GET", "encryptors/zo\u00eb", "", "carol", "hank", new byte[0]);
        assertArrayEquals(
                "DSKE-Request\nGET\nencryptors/zo\u00eb\n\ncarol\nhank".getBytes(StandardCharsets.UTF_8),
                message.context());
    }

    @Test
    void aLineFeedInWhatIsSignedIsRefused() {
        byte[] body = new byte[0];
        for (SignedMessage message : List.of(
                new SignedMessage.Request("GET\n", "key-share", "", "carol", "hank", body),
                new SignedMessage.Request("GET", "key-share\na=b", "", "carol", "hank", body),
                new SignedMessage.Request("GET", "key-share", "a\n", "carol", "hank", body),
                new SignedMessage.Request("GET", "key-share", "", "\ncarol", "hank", body),
                new SignedMessage.Request("GET", "key-share", "", "carol", "hank\n", body),
                new SignedMessage.Response(200, "a\nb", "carol", "hank", body))) {
            assertThrows(InvalidException.class, message::context);
        }
    }

    @Test
    void theKeyStaysAsItIsAndAWipedKeySignsNothing() {
        byte[] bytes = Seed.bytes(new Random(1), 32);
        SigningKey key = key(bytes);
        byte[] tag = SUITE.tag(key, request("", new byte[40]));
        assertArrayEquals(tag, SUITE.tag(key, request("", new byte[40])));
        assertArrayEquals(bytes, key.bytes().expose());
        key.close();
        assertThrows(IllegalStateException.class, () -> SUITE.tag(key, request("", new byte[0])));
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }

    private static void refused(SigningKey key, SignedMessage message, byte[] tag) {
        InvalidSignatureException e =
                assertThrows(InvalidSignatureException.class, () -> SUITE.verify(key, message, Signatures.of(tag)));
        assertEquals(401, e.code().httpStatus());
    }
}
