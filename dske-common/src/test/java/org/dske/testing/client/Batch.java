package org.dske.testing.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient.Bytes;

/**
 * Shares of several keys, and the messages that carry them: like {@link FakeClient}, from the protocol's text alone.
 *
 * @param shares the shares by key ID, in order
 */
public record Batch(Map<String, byte[]> shares) {
    /** Where batches are posted. */
    public static final String KEY_SHARES = "/dske/api/v1/key-shares";
    /** Where batches are got. */
    public static final String FETCH = "/dske/api/v1/key-shares/fetch";

    /** Shares of fresh keys, of given sizes, all different. */
    public static Batch ofSizes(int... sizes) {
        Map<String, byte[]> shares = new LinkedHashMap<>();
        for (int size : sizes) {
            byte[] share = new byte[size];
            Arrays.fill(share, (byte) shares.size());
            share[0] ^= (byte) 0x5a;
            shares.put(UUID.randomUUID().toString(), share);
        }
        return new Batch(shares);
    }

    /** As many shares of 32 bytes of fresh keys. */
    public static Batch of(int number) {
        int[] sizes = new int[number];
        Arrays.fill(sizes, 32);
        return ofSizes(sizes);
    }

    /** The IDs of the keys. */
    public Collection<String> keyIds() {
        return shares.keySet();
    }

    /** The shares, one after the other. */
    public byte[] together() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        shares.values().forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Posts the shares, of keys of sam's for sofia. */
    public Response postedBy(FakeClient client) {
        return postedBy(client, "");
    }

    /** Posts the shares with further members, each after a comma. */
    public Response postedBy(FakeClient client, String furtherMembers) {
        Bytes pad = client.allocate(together().length);
        return client.exchange("POST", KEY_SHARES, message(client, pad, furtherMembers));
    }

    /** Posts the shares, which must work. */
    public void mustBePostedBy(FakeClient client) {
        Response response = postedBy(client);
        assertEquals(200, response.status(), response::toString);
    }

    /** The message of a post; the share's place in the batch is its index. */
    public String message(FakeClient client, Bytes pad, String furtherMembers) {
        return "{\"master_client_name\":\"" + client.name() + "\",\"master_sae_id\":\"sam\",\"slave_sae_id\":\"sofia\""
                + ",\"encryption_key_allocation\":" + pad.json() + ",\"shares\":" + elements(pad.value())
                + furtherMembers + "}";
    }

    private String elements(byte[] pad) {
        byte[] encrypted = FakeClient.xor(together(), pad);
        StringBuilder list = new StringBuilder("[");
        int index = 0;
        int offset = 0;
        for (Map.Entry<String, byte[]> share : shares.entrySet()) {
            byte[] value = Arrays.copyOfRange(encrypted, offset, offset + share.getValue().length);
            offset += value.length;
            list.append(index == 0 ? "" : ",")
                    .append("{\"user_key_id\":\"" + share.getKey() + "\",\"share_index\":" + index++ % 254
                            + ",\"encrypted_share_value\":\""
                            + Base64.getEncoder().encodeToString(value) + "\"}");
        }
        return list.append("]").toString();
    }

    /** Gets the shares, of keys of sam's for sofia. */
    public Response gotBy(FakeClient client) {
        return get(client, "sam", "sofia", keyIds());
    }

    /** Gets shares of keys. */
    public static Response get(FakeClient client, String master, String slave, Collection<String> keyIds) {
        return client.exchange("POST", FETCH, request(client.name(), master, slave, keyIds));
    }

    /** The message that asks for shares. */
    public static String request(String client, String master, String slave, Collection<String> keyIds) {
        String shares = keyIds.stream()
                .map(keyId -> "{\"user_key_id\":\"" + keyId + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"client_name\":\"" + client + "\",\"master_sae_id\":\"" + master + "\",\"slave_sae_id\":\"" + slave
                + "\",\"shares\":" + shares + "}";
    }

    /** The shares that a response holds, in its order. */
    public static Batch in(Response response, FakeClient client) {
        assertEquals(200, response.status(), response::toString);
        JsonObject message = response.json();
        byte[] pad = client.takePad(message);
        Map<String, byte[]> shares = new LinkedHashMap<>();
        int offset = 0;
        for (JsonValue value : message.getJsonArray("shares")) {
            JsonObject share = value.asJsonObject();
            byte[] encrypted = Base64.getDecoder().decode(share.getString("encrypted_share_value"));
            byte[] part = Arrays.copyOfRange(pad, offset, offset + encrypted.length);
            offset += encrypted.length;
            shares.put(share.getString("user_key_id"), FakeClient.xor(encrypted, part));
        }
        assertEquals(pad.length, offset, "the pad is as long as the shares");
        return new Batch(shares);
    }

    /** Asserts that these are the same shares in the same order. */
    public void assertSameAs(Batch other) {
        assertEquals(shown(other), shown(this));
    }

    private static String shown(Batch batch) {
        return batch.shares.entrySet().stream()
                .map(share -> share.getKey() + " " + Arrays.toString(share.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
