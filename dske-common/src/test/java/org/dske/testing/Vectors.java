package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dske.error.DskeException;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.DynamicTest;

/** The known answers that all implementations of the protocol share. */
public final class Vectors {
    private Vectors() {}

    /**
     * Tags, headers and headers that must be refused.
     *
     * @return {@code signatures.json}
     */
    public static JsonObject signatures() {
        return read("signatures.json");
    }

    /**
     * Keys and their shares in the mode {@code classic}, and shares that must be refused.
     *
     * @return {@code sharing-classic.json}
     */
    public static JsonObject sharingClassic() {
        return read("sharing-classic.json");
    }

    /**
     * Keys and their shares in the mode {@code its}, liars that do not hide the key, and shares that must be refused.
     *
     * @return {@code sharing-its.json}
     */
    public static JsonObject sharingIts() {
        return read("sharing-its.json");
    }

    /**
     * Whole messages of another implementation; {@link WireMessage} reads them.
     *
     * @return {@code exchanges-classic.json}
     */
    public static JsonObject exchangesClassic() {
        return read("exchanges-classic.json");
    }

    /**
     * The cases of a file of negative vectors, in the form of Project Wycheproof's: what must be refused, each with a reason and a flag that
     * the file explains, and beside it some that are in order, so that what refuses everything is found out.
     *
     * @param file such as {@code tau-invalid.json}
     * @param type the type of a group of its tests
     * @param run checks one case: gives the verdict, whether it is taken
     * @return a test a case
     */
    public static Stream<DynamicTest> invalid(String file, String type, Predicate<JsonObject> run) {
        JsonObject vectors = read(file);
        Set<String> flags = vectors.getJsonObject("notes").keySet();
        List<JsonObject> tests = vectors.getJsonArray("testGroups").getValuesAs(JsonObject.class).stream()
                .filter(group -> group.getString("type").equals(type))
                .flatMap(group -> group.getJsonArray("tests").getValuesAs(JsonObject.class).stream())
                .toList();
        assertFalse(tests.isEmpty(), type);
        return tests.stream()
                .map(test -> DynamicTest.dynamicTest(test.getInt("tcId") + ": " + test.getString("comment"), () -> {
                    List<String> marked = test.getJsonArray("flags").getValuesAs(JsonString.class).stream()
                            .map(JsonString::getString)
                            .toList();
                    assertFalse(marked.isEmpty(), "a flag");
                    assertTrue(flags.containsAll(marked), () -> "explained: " + marked);
                    assertFalse(test.getString("comment").isBlank(), "a reason");
                    assertEquals(test.getString("result").equals("valid"), run.test(test), test::toString);
                }));
    }

    /**
     * Whether an action goes well, and is not refused.
     *
     * @param action what is done
     * @return false if it fails as bad input does
     */
    public static boolean takes(Runnable action) {
        try {
            action.run();
            return true;
        } catch (DskeException e) {
            return false;
        }
    }

    /**
     * Bytes that the known answers give in hexadecimal digits.
     *
     * @param digits two a byte
     * @return the bytes
     */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /**
     * Secret bytes that the known answers give in hexadecimal digits.
     *
     * @param digits two a byte
     * @return the bytes
     */
    public static SecretBytes secret(String digits) {
        return SecretBytes.owning(hex(digits));
    }

    private static JsonObject read(String file) {
        try (InputStream stream = Vectors.class.getResourceAsStream("/vectors/" + file);
                JsonReader reader = Json.createReader(Objects.requireNonNull(stream, file))) {
            return reader.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
