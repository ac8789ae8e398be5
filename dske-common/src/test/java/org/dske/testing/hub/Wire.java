package org.dske.testing.hub;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dske.testing.Ghash;

/** How things look on the wire, from the protocol alone. */
final class Wire {
    private static final JsonProvider JSON = JsonProvider.provider();

    /** An object that does not end, in a member that nobody knows: whoever skips that may look for its end for ever. */
    static final String ENDLESS = "{\"new\": [";

    private Wire() {}

    /** An answer before it is signed. */
    record Answer(int status, byte[] body, boolean signed) {
        Answer(int status, JsonObjectBuilder body, boolean signed) {
            this(status, body.build().toString(), signed);
        }

        Answer(int status, String body, boolean signed) {
            this(status, body.getBytes(StandardCharsets.UTF_8), signed);
        }
    }

    /** A value of {@code DSKE-Signature}; without runs if it is none. */
    record Signature(List<HubState.Run> runs, byte[] tag) {
        static Signature parse(String header) {
            int separator = Math.max(header.indexOf(';'), header.indexOf('%'));
            if (separator < 0) {
                return new Signature(List.of(), new byte[0]);
            }
            List<HubState.Run> runs = java.util.Arrays.stream(
                            header.substring(0, separator).split(",", -1))
                    .map(fragment -> fragment.split(":", -1))
                    .map(parts -> new HubState.Run(
                            UUID.fromString(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])))
                    .toList();
            return new Signature(runs, Base64.getDecoder().decode(header.substring(separator + 1)));
        }
    }

    /** An object without members yet; {@code Json.createObjectBuilder} would look for a provider each time. */
    static JsonObjectBuilder object() {
        return JSON.createObjectBuilder();
    }

    static JsonArrayBuilder array() {
        return JSON.createArrayBuilder();
    }

    static JsonObject json(byte[] body) {
        return JSON.createReader(new ByteArrayInputStream(body)).readObject();
    }

    static Answer error(int status, String message, boolean signed) {
        return new Answer(status, object().add("message", message), signed);
    }

    static Answer error(int status, String message, JsonObjectBuilder details) {
        return new Answer(status, object().add("message", message).add("details", details), true);
    }

    static Answer dry(long wanted, long left, boolean signed) {
        JsonObjectBuilder details =
                object().add("pool", "hub").add("wanted", wanted).add("left", left);
        return new Answer(503, object().add("message", "PSRD pool has run dry").add("details", details), signed);
    }

    static List<HubState.Run> runs(JsonObject allocation) {
        return allocation.getJsonArray("fragments").getValuesAs(JsonObject.class).stream()
                .map(fragment -> new HubState.Run(
                        UUID.fromString(fragment.getString("block_uuid")),
                        fragment.getInt("start"),
                        fragment.getInt("size")))
                .toList();
    }

    static JsonObjectBuilder allocation(List<HubState.Run> runs) {
        JsonArrayBuilder fragments = array();
        for (HubState.Run run : runs) {
            fragments.add(object().add("block_uuid", run.block().toString())
                    .add("start", run.start())
                    .add("size", run.size()));
        }
        return object().add("fragments", fragments);
    }

    /** XORs a text with the bytes of a pad from an index on. */
    static byte[] xor(byte[] pad, int from, byte[] text) {
        byte[] result = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            result[i] = (byte) (pad[from + i] ^ text[i]);
        }
        return result;
    }

    /** The tag of a message: classic covers its query and its body, its the lines of its context and its body. */
    static byte[] tag(String suite, byte[] key, String query, byte[] body, String... context) {
        return suite.equals("its") ? Ghash.tag(key, String.join("\n", context), body) : hmac(key, query, body);
    }

    private static byte[] hmac(byte[] key, String query, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(query.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
