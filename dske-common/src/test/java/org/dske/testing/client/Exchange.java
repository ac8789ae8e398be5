package org.dske.testing.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient.Bytes;

/** A message that carries what is waiting, of several requests: like {@link FakeClient}, from the protocol's text alone. */
public final class Exchange {
    /** Where it is posted. */
    public static final String EXCHANGE = "/dske/api/v1/exchange";

    private final List<String> puts = new ArrayList<>();
    private final List<String> gets = new ArrayList<>();
    private final ByteArrayOutputStream shares = new ByteArrayOutputStream();

    /** Hands over shares of one size, of keys of sam's for sofia. */
    public Exchange put(Batch batch) {
        return put(batch, "sam", "sofia", "");
    }

    /** Hands over shares of one size, with further members of the entry, each after a comma; the share's place in the batch is its index. */
    public Exchange put(Batch batch, String master, String slave, String furtherMembers) {
        List<String> keys = new ArrayList<>();
        batch.keyIds()
                .forEach(keyId -> keys.add("{\"user_key_id\":\"" + keyId + "\",\"share_index\":" + keys.size() + "}"));
        int size = batch.shares().values().iterator().next().length;
        puts.add("{\"master_sae_id\":\"" + master + "\",\"slave_sae_id\":\"" + slave + "\"" + furtherMembers
                + ",\"size\":" + size + ",\"keys\":[" + String.join(",", keys) + "]}");
        shares.writeBytes(batch.together());
        return this;
    }

    /** Asks for shares of keys of sam's for sofia. */
    public Exchange get(Collection<String> keyIds) {
        return get("sam", "sofia", keyIds);
    }

    /** Asks for shares. */
    public Exchange get(String master, String slave, Collection<String> keyIds) {
        gets.add("{\"master_sae_id\":\"" + master + "\",\"slave_sae_id\":\"" + slave + "\",\"key_ids\":"
                + keyIds.stream().map(keyId -> "\"" + keyId + "\"").collect(Collectors.joining(",", "[", "]")) + "}");
        return this;
    }

    /** How many bytes its shares have together. */
    public int size() {
        return shares.size();
    }

    /** The message, encrypted with given bytes. */
    public String message(FakeClient client, Bytes pad) {
        String put = puts.isEmpty()
                ? ""
                : ",\"put\":[" + String.join(",", puts) + "],\"encryption_key_allocation\":" + pad.json()
                        + ",\"encrypted_share_values\":\""
                        + Base64.getEncoder().encodeToString(FakeClient.xor(shares.toByteArray(), pad.value()))
                        + "\"";
        String get = gets.isEmpty() ? "" : ",\"get\":[" + String.join(",", gets) + "]";
        return "{\"client_name\":\"" + client.name() + "\"" + put + get + "}";
    }

    /** Sends it, with fresh bytes. */
    public Response sentBy(FakeClient client) {
        return client.exchange("POST", EXCHANGE, message(client, client.allocate(size())));
    }

    /** The statuses of the entries in an answer, those of {@code put} first. */
    public static List<Integer> statuses(Response response) {
        assertEquals(200, response.status(), response::toString);
        List<Integer> statuses = new ArrayList<>();
        for (JsonObject entry : all(response)) {
            statuses.add(entry.getInt("status"));
            assertEquals(entry.getInt("status") == 200, !entry.containsKey("message"), entry::toString);
        }
        return statuses;
    }

    /** Why an entry failed; entries are counted as in {@link #statuses}. */
    public static String message(Response response, int entry) {
        return all(response).get(entry).getString("message");
    }

    private static List<JsonObject> all(Response response) {
        List<JsonObject> entries = new ArrayList<>(entries(response, "put"));
        entries.addAll(entries(response, "get"));
        return entries;
    }

    /** The entries in an answer of one kind. */
    public static List<JsonObject> entries(Response response, String kind) {
        JsonObject message = response.json();
        return message.containsKey(kind)
                ? message.getJsonArray(kind).stream()
                        .map(JsonValue::asJsonObject)
                        .toList()
                : List.of();
    }

    /** The shares that each entry of {@code get} was given, none if it failed. */
    public static List<Batch> in(Response response, FakeClient client) {
        assertEquals(200, response.status(), response::toString);
        JsonObject message = response.json();
        boolean any = message.containsKey("encrypted_share_values");
        assertEquals(any, message.containsKey("encryption_key_allocation"));
        byte[] values = any
                ? FakeClient.xor(
                        Base64.getDecoder().decode(message.getString("encrypted_share_values")),
                        client.takePad(message))
                : new byte[0];
        List<Batch> given = new ArrayList<>();
        int offset = 0;
        for (JsonObject entry : entries(response, "get")) {
            Map<String, byte[]> shares = new LinkedHashMap<>();
            if (entry.getInt("status") == 200) {
                int size = entry.getInt("size");
                for (JsonValue key : entry.getJsonArray("shares")) {
                    shares.put(
                            key.asJsonObject().getString("user_key_id"),
                            Arrays.copyOfRange(values, offset, offset + size));
                    offset += size;
                }
            } else {
                assertFalse(entry.containsKey("shares"), entry::toString);
            }
            given.add(new Batch(shares));
        }
        assertEquals(values.length, offset, "the shares are those of the entries");
        return given;
    }
}
