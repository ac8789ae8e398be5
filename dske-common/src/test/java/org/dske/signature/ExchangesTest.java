package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.encryption.EncryptionKey;
import org.dske.secret.SecretBytes;
import org.dske.testing.Vectors;
import org.dske.testing.WireMessage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whole messages of another implementation, with the PSRD that signed and padded them. */
class ExchangesTest {
    private static final List<String> SIGNED = List.of("POST", "GET", "POST-fragmented", "GET-fragmented");
    private final JsonObject exchanges = Vectors.exchangesClassic();

    private WireMessage request(String name) {
        return WireMessage.parse(exchanges.getJsonObject(name).getString("request"));
    }

    private WireMessage response(String name) {
        return WireMessage.parse(exchanges.getJsonObject(name).getString("response"));
    }

    private SigningKey key(String exchange, String member) {
        return new SigningKey(Vectors.secret(exchanges.getJsonObject(exchange).getString(member)));
    }

    private static SignedMessage signed(WireMessage request, String rawQuery) {
        return new SignedMessage.Request(request.method(), "key-share", rawQuery, "carol", "hank", request.body());
    }

    private static JsonObject json(WireMessage message) {
        return Json.createReader(new ByteArrayInputStream(message.body())).readObject();
    }

    @TestFactory
    Stream<DynamicTest> requestsVerify() {
        return SIGNED.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    WireMessage request = request(name);
                    Signature signature = Signature.parse(request.header(Signature.HEADER));
                    assertEquals('%', signature.separator());
                    assertEquals(request.header(Signature.HEADER), signature.toString());
                    SigningKey key = key(name, "signing_key_hex");
                    ClassicSuite.HMAC_SHA256.verify(key, signed(request, request.rawQuery()), signature);
                    assertThrows(
                            InvalidSignatureException.class,
                            () -> ClassicSuite.HMAC_SHA256.verify(
                                    key, signed(request, request.rawQuery() + "&x=y"), signature));
                }));
    }

    @TestFactory
    Stream<DynamicTest> responsesVerifyOverTheirBodyAlone() {
        return SIGNED.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    WireMessage response = response(name);
                    Signature signature = Signature.parse(response.header(Signature.HEADER));
                    SignedMessage message = new SignedMessage.Response(
                            response.status(),
                            request(name).header(Signature.HEADER),
                            "carol",
                            "hank",
                            response.body());
                    ClassicSuite.HMAC_SHA256.verify(key(name, "response_signing_key_hex"), message, signature);
                }));
    }

    @TestFactory
    Stream<DynamicTest> thePadsDecryptTheShares() {
        return SIGNED.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    JsonObject body = json(name.startsWith("POST") ? request(name) : response(name));
                    SecretBytes pad =
                            Vectors.secret(exchanges.getJsonObject(name).getString("pad_hex"));
                    byte[] encrypted = Base64.getDecoder().decode(body.getString("encrypted_share_value"));
                    SecretBytes share = new EncryptionKey(pad).decrypt(encrypted);
                    Allocation allocation = allocation(body);
                    assertEquals(pad.size(), allocation.size());
                    if (!name.contains("fragmented")) {
                        JsonObject shares = exchanges.getJsonObject("shamir").getJsonObject("shares");
                        assertEquals(
                                Vectors.secret(shares.getString(String.valueOf(body.getInt("share_index")))), share);
                    }
                }));
    }

    @Test
    void theTwoEndsOfOneKeyCarryTheSameShares() {
        for (String suffix : List.of("", "-fragmented")) {
            assertEquals(
                    share("POST" + suffix, request("POST" + suffix)), share("GET" + suffix, response("GET" + suffix)));
        }
    }

    @Test
    void padAndSigningKeyOfOneMessageDoNotOverlap() {
        for (String name : List.of("POST", "POST-fragmented")) {
            Signature signature = Signature.parse(request(name).header(Signature.HEADER));
            allocation(json(request(name))).requireDisjoint(signature.allocation());
        }
    }

    @Test
    void theReconstructedKeyIsTheOneThatBothEncryptorsGot() {
        String key = Base64.getEncoder()
                .encodeToString(Vectors.hex(exchanges.getJsonObject("shamir").getString("key_hex")));
        assertEquals(key, json(response("enc_keys")).getJsonObject("keys").getString("key"));
        assertEquals(
                key,
                json(response("dec_keys")).getJsonArray("keys").getJsonObject(0).getString("key"));
    }

    private SecretBytes share(String name, WireMessage carrier) {
        SecretBytes pad = Vectors.secret(exchanges.getJsonObject(name).getString("pad_hex"));
        return new EncryptionKey(pad)
                .decrypt(Base64.getDecoder().decode(json(carrier).getString("encrypted_share_value")));
    }

    private static Allocation allocation(JsonObject body) {
        return new Allocation(
                body
                        .getJsonObject("encryption_key_allocation")
                        .getJsonArray("fragments")
                        .getValuesAs(JsonObject.class)
                        .stream()
                        .map(fragment -> new Fragment(
                                UUID.fromString(fragment.getString("block_uuid")),
                                fragment.getInt("start"),
                                fragment.getInt("size")))
                        .toList());
    }
}
