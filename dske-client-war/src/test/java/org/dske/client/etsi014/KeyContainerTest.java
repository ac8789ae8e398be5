package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dske.key.KeyId;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyContainerTest {
    private static final KeyId ID = new KeyId(UUID.fromString("39B64DD0-C22A-4F2A-B5A0-6061D399D311"));

    private static UserKey key(int... bytes) {
        byte[] value = new byte[bytes.length];
        IntStream.range(0, bytes.length).forEach(i -> value[i] = (byte) bytes[i]);
        return new UserKey(ID, SecretBytes.owning(value));
    }

    private static String json(UserKey... keys) {
        try (KeyContainer container = new KeyContainer(List.of(keys));
                SecretBytes json = container.toJson()) {
            return new String(json.expose(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void keysAreCompactJson() {
        assertEquals(
                "{\"keys\":[{\"key_ID\":\"39b64dd0-c22a-4f2a-b5a0-6061d399d311\",\"key\":\"+/8A\"}]}",
                json(key(0xfb, 0xff, 0)));
        assertEquals(
                "{\"keys\":[{\"key_ID\":\"" + ID + "\",\"key\":\"AA==\"},{\"key_ID\":\"" + ID
                        + "\",\"key\":\"AQI=\"},{\"key_ID\":\"" + ID + "\",\"key\":\"\"}]}",
                json(key(0), key(1, 2), key()));
        assertEquals("{\"keys\":[]}", json());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 32, 100, 2_048})
    void base64IsThatOfTheStandard(int size) {
        byte[] value = new byte[size];
        IntStream.range(0, size).forEach(i -> value[i] = (byte) (i * 31));
        assertTrue(json(new UserKey(ID, SecretBytes.copyOf(value)))
                .contains("\"" + Base64.getEncoder().encodeToString(value) + "\""));
    }

    @Test
    void itShowsNoKey() {
        assertEquals("KeyContainer[2 keys]", new KeyContainer(List.of(key(1), key(2))).toString());
    }

    @Test
    void keysAreWipedOnceTheyAreSent() throws IOException {
        UserKey key = key(1, 2, 3);
        byte[] value = key.value().expose();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        List<byte[]> written = new ArrayList<>();
        MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
        write(new KeyContainer(List.of(key)), headers, new OutputStream() {
            @Override
            public void write(int single) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes) {
                written.add(bytes);
                sent.writeBytes(bytes);
            }
        });
        assertTrue(sent.toString(StandardCharsets.US_ASCII).endsWith("\"key\":\"AQID\"}]}"));
        assertEquals(sent.size(), headers.getFirst("Content-Length"));
        assertEquals("no-store", headers.getFirst("Cache-Control"));
        assertArrayEquals(new byte[3], value);
        assertEquals(1, written.size());
        assertArrayEquals(new byte[sent.size()], written.get(0));
        assertThrows(IllegalStateException.class, () -> key.value().expose());
    }

    @Test
    void keysAreWipedTooIfTheyCannotBeSent() {
        UserKey key = key(1, 2, 3);
        byte[] value = key.value().expose();
        List<byte[]> written = new ArrayList<>();
        assertThrows(
                IOException.class,
                () -> write(new KeyContainer(List.of(key)), new MultivaluedHashMap<>(), new OutputStream() {
                    @Override
                    public void write(int single) throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public void write(byte[] bytes) throws IOException {
                        written.add(bytes);
                        throw new IOException("gone");
                    }
                }));
        assertArrayEquals(new byte[3], value);
        assertArrayEquals(new byte[written.get(0).length], written.get(0));
    }

    private static void write(KeyContainer keys, MultivaluedMap<String, Object> headers, OutputStream stream)
            throws IOException {
        new KeyContainerWriter()
                .writeTo(
                        keys,
                        KeyContainer.class,
                        KeyContainer.class,
                        new Annotation[0],
                        MediaType.APPLICATION_JSON_TYPE,
                        headers,
                        stream);
    }
}
