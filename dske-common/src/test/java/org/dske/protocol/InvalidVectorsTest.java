package org.dske.protocol;

import static org.dske.testing.Vectors.takes;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.allocation.Allocation;
import org.dske.json.JsonMessages;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ItsSharing;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.signature.ItsSuite;
import org.dske.signature.Signature;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;
import org.dske.testing.Seed;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What must be refused wherever it comes from, by the negative vectors. */
class InvalidVectorsTest {
    @TestFactory
    Stream<DynamicTest> headers() {
        return Vectors.invalid(
                "signature-header-invalid.json",
                "SignatureHeader",
                test -> takes(() -> Signature.parse(test.getString("header"))));
    }

    @TestFactory
    Stream<DynamicTest> fragmentsInText() {
        return Vectors.invalid(
                "fragments-invalid.json",
                "AllocationText",
                test -> takes(() -> Allocation.parse(test.getString("text"))));
    }

    @TestFactory
    Stream<DynamicTest> fragmentsInJson() {
        return Vectors.invalid(
                "fragments-invalid.json",
                "AllocationJson",
                test -> isRead(
                        test.getJsonObject("json").toString(),
                        AllocationMessage.class,
                        message -> message.toAllocation()));
    }

    @TestFactory
    Stream<DynamicTest> contexts() {
        return Vectors.invalid(
                "context-invalid.json",
                "ItsRequest",
                test -> takes(() -> new ItsSuite()
                        .verify(
                                new SigningKey(Vectors.secret(test.getString("key"))),
                                new SignedMessage.Request(
                                        test.getString("method"),
                                        test.getString("resource"),
                                        test.getString("query"),
                                        test.getString("client"),
                                        test.getString("hub"),
                                        Vectors.hex(test.getString("body"))),
                                Signature.parse(test.getString("signature")))));
    }

    @TestFactory
    Stream<DynamicTest> indices() {
        return Vectors.invalid(
                "share-index-invalid.json",
                "ShareIndex",
                test -> takes(() -> SharingMode.of(test.getString("sharing")).requireIndex(test.getInt("index"))));
    }

    @TestFactory
    Stream<DynamicTest> places() {
        return Vectors.invalid(
                "places-invalid.json",
                "Places",
                test -> isRead(
                        "{\"share_index\":1,\"encryption_key_allocation\":{\"fragments\":[]},\"encrypted_share_value\":\"AA==\",\"sharing\":\"its\","
                                + "\"places\":" + test.get("places") + "}",
                        GetKeyShareResponse.class,
                        read -> Places.of(Objects.requireNonNull(read.places()))));
    }

    @TestFactory
    Stream<DynamicTest> tau() {
        return Vectors.invalid("tau-invalid.json", "ItsShares", InvalidVectorsTest::joins);
    }

    private static boolean joins(JsonObject test) {
        ItsSharing sharing = new ItsSharing(
                test.getJsonArray("numbers").getValuesAs(JsonNumber::intValue).stream()
                        .collect(Collectors.toCollection(TreeSet::new)),
                test.getInt("threshold"),
                Seed.secure(new java.util.Random(1)));
        List<Share> shares = test.getJsonArray("shares").getValuesAs(JsonObject.class).stream()
                .map(share -> new Share(share.getInt("index"), Vectors.secret(share.getString("value"))))
                .toList();
        return takes(() -> {
            SecretBytes key = sharing.join(new KeyId(UUID.fromString(test.getString("keyId"))), shares);
            if (!key.equals(Vectors.secret(test.getString("key", "")))) {
                throw new AssertionError("another key");
            }
        });
    }

    /** Whether a message is read as every message from the wire is, and what it says can be used. */
    private static <T> boolean isRead(String json, Class<T> type, Consumer<T> use) {
        return takes(() -> use.accept(JsonMessages.read(json.getBytes(StandardCharsets.UTF_8), type)));
    }

    @Test
    void aHubIsNotInPlacesTwice() {
        String twice =
                "{\"share_index\":1,\"encryption_key_allocation\":{\"fragments\":[]},\"encrypted_share_value\":\"AA==\","
                        + "\"places\":{\"hank\":1,\"h\\u0061nk\":2}}";
        assertFalse(isRead(twice, GetKeyShareResponse.class, read -> {}));
    }
}
