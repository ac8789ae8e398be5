package org.dske.client.etsi014;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;

/**
 * Keys on their way to an encryptor. Their JSON is made here, byte by byte: what JSON-B makes goes through strings, which
 * nobody can wipe. Source: ETSI GS QKD 014, clause 6.3.
 */
public final class KeyContainer implements AutoCloseable {
    private static final byte[] BEGIN = ascii("{\"keys\":[");
    private static final byte[] KEY_ID = ascii("{\"key_ID\":\"");
    private static final byte[] KEY = ascii("\",\"key\":\"");
    private static final byte[] END_OF_KEY = ascii("\"}");
    private static final byte[] END = ascii("]}");
    private static final int UUID_LENGTH = 36;

    private final List<UserKey> keys;

    /**
     * A container of keys.
     *
     * @param keys the keys, which are wiped with the container
     */
    public KeyContainer(List<UserKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Writes the keys as compact JSON: UUIDs in lower case, keys in base64 with padding. It is secret. */
    public SecretBytes toJson() {
        byte[] json = new byte[size()];
        ByteBuffer buffer = ByteBuffer.wrap(json).put(BEGIN);
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                buffer.put((byte) ',');
            }
            put(buffer, keys.get(i));
        }
        buffer.put(END);
        return SecretBytes.owning(json);
    }

    private static void put(ByteBuffer buffer, UserKey key) {
        buffer.put(KEY_ID).put(ascii(key.id().toString())).put(KEY);
        byte[] base64 = Base64.getEncoder().encode(key.value().expose());
        buffer.put(base64).put(END_OF_KEY);
        Arrays.fill(base64, (byte) 0);
    }

    private int size() {
        int around = KEY_ID.length + UUID_LENGTH + KEY.length + END_OF_KEY.length;
        int commas = Math.max(0, keys.size() - 1);
        return BEGIN.length
                + keys.stream()
                        .mapToInt(key -> around + base64Size(key.value().size()))
                        .sum()
                + commas
                + END.length;
    }

    /** RFC 4648, section 4: four characters for three bytes that have begun. */
    private static int base64Size(int bytes) {
        return (bytes + 2) / 3 * 4;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.forEach(UserKey::close);
    }

    /** Shows how many keys there are, and none of their bytes. */
    @Override
    public String toString() {
        return "KeyContainer[" + keys.size() + " keys]";
    }
}
