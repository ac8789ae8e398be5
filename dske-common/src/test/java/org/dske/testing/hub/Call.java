package org.dske.testing.hub;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it reached a {@link FakeHub}.
 *
 * @param method the HTTP method
 * @param resource the path after the version, such as {@code key-share}
 * @param query the raw query, empty if there is none
 * @param signature the value of {@code DSKE-Signature}, empty if there is none
 * @param body the entity
 */
public record Call(String method, String resource, String query, String signature, byte[] body) {
    /**
     * What is asked for.
     *
     * @return such as {@code POST key-share}
     */
    public String what() {
        return method + " " + resource;
    }

    /** The request and, if it is an exchange, each of its entries as the request that it would be by itself. */
    List<Call> withEntries() {
        List<Call> all = new ArrayList<>(List.of(this));
        if (what().equals("POST exchange") && body.length > 0) {
            JsonObject message = Wire.json(body);
            for (JsonObject put : entries(message, "put")) {
                boolean single = put.getJsonArray("keys").size() == 1;
                all.add(new Call("POST", single ? "key-share" : "key-shares", "", signature, utf8(put)));
            }
            for (JsonObject get : entries(message, "get")) {
                List<JsonString> keyIds = get.getJsonArray("key_ids").getValuesAs(JsonString.class);
                String single = "client_name=" + message.getString("client_name") + "&master_sae_id="
                        + encode(get.getString("master_sae_id")) + "&slave_sae_id="
                        + encode(get.getString("slave_sae_id")) + "&key_id="
                        + keyIds.getFirst().getString();
                all.add(
                        keyIds.size() == 1
                                ? new Call("GET", "key-share", single, signature, new byte[0])
                                : new Call("POST", "key-shares/fetch", "", signature, utf8(get)));
            }
        }
        return all;
    }

    private static List<JsonObject> entries(JsonObject message, String kind) {
        return message.containsKey(kind) ? message.getJsonArray(kind).getValuesAs(JsonObject.class) : List.of();
    }

    private static byte[] utf8(JsonObject entry) {
        return entry.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /**
     * A parameter of the query.
     *
     * @param name its name
     * @return its value, empty if it is missing
     */
    public String parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return java.net.URLDecoder.decode(
                        pair.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
