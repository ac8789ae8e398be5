package org.dske.testing.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * An enrolment package as a client reads it that has nothing but the protocol's text.
 *
 * @param head what it says of itself
 * @param data the bytes of its blocks, one after the other
 */
public record OpenedPackage(JsonObject head, byte[] data) {
    private static final int DIGEST = 32;

    /** Reads a file. */
    public static OpenedPackage read(byte[] file) {
        int dataEnd = file.length - DIGEST;
        assertTrue(MessageDigest.isEqual(
                sha256(Arrays.copyOf(file, dataEnd)), Arrays.copyOfRange(file, dataEnd, file.length)));
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int first = text.indexOf('\n');
        int second = text.indexOf('\n', first + 1);
        assertEquals("DSKE-PACKAGE 1", text.substring(0, first));
        byte[] line = Arrays.copyOfRange(file, first + 1, second);
        JsonObject head = JsonProvider.provider()
                .createReader(new ByteArrayInputStream(line))
                .readObject();
        return new OpenedPackage(head, Arrays.copyOfRange(file, second + 1, dataEnd));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it says of its blocks. */
    public List<JsonObject> blocks() {
        return head.getJsonArray("blocks").stream().map(JsonValue::asJsonObject).toList();
    }

    /** Gives the blocks to a client. */
    public void giveTo(FakeClient client) {
        int from = 0;
        for (JsonObject block : blocks()) {
            int size = block.getInt("size");
            client.keep(
                    block.getString("pool_owner"),
                    block.getString("block_uuid"),
                    Arrays.copyOfRange(data, from, from + size));
            from += size;
        }
        assertEquals(data.length, from);
    }
}
