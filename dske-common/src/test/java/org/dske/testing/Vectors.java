package org.dske.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import org.dske.secret.SecretBytes;

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
