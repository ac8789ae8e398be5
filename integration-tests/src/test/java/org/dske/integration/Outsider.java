package org.dske.integration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.testing.Http;
import org.dske.testing.OpenApi;
import org.dske.testing.Response;

/**
 * Somebody who has nothing but a node's own OpenAPI document, and what he has read on the wire: names, and the names of keys and of blocks
 * of PSRD. He tries each path with each method, in several ways.
 *
 * @param document the node's
 * @param names what he fills in for the parameters, by their names
 */
record Outsider(OpenApi document, Map<String, String> names) {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND");

    /** What is for everybody, whoever he is: documents, a page without anything in it, and whether the node is well. */
    private static final Set<String> FOR_EVERYBODY = Set.of("documentation", "page", "health");

    private static final String[] JSON = {"Content-Type", "application/json"};

    /**
     * One thing to try.
     *
     * @param method of HTTP
     * @param path with its parameters filled in, and a query
     * @param operation of the document; empty if it has none
     * @param body what is sent
     * @param headers names and values, one after the other
     */
    record Attempt(String method, String path, Map<String, Object> operation, String body, String... headers) {
        Response at(String base) {
            return Http.send(method, base + path, body, headers);
        }

        boolean isForEverybody() {
            return FOR_EVERYBODY.stream().anyMatch(this::hasTag);
        }

        /** Whether it is for the node's port, or for that of its management interface. */
        boolean isFor(boolean management) {
            return hasTag("health") || (hasTag("page") || path.startsWith("/mgmt/")) == management;
        }

        private boolean hasTag(String tag) {
            return operation.get("tags") instanceof Collection<?> tags && tags.contains(tag);
        }

        /** Whether the document says that this can be the answer. */
        boolean documents(int status) {
            return operation.get("responses") instanceof Map<?, ?> responses
                    && responses.containsKey(Integer.toString(status));
        }

        @Override
        public String toString() {
            return method + " " + path + " " + String.join(" ", headers);
        }
    }

    /** All that there is to try. */
    List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        for (String path : document.at("paths").keySet()) {
            for (String method : METHODS) {
                // HEAD is GET without the answer.
                String documented = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
                Map<String, Object> operation = document.at("paths", path, documented);
                ways(method, path, operation).forEach(attempts::add);
            }
        }
        return attempts;
    }

    private Stream<Attempt> ways(String method, String path, Map<String, Object> operation) {
        String filled = path;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        String query = names.entrySet().stream()
                .map(name -> name.getKey() + "=" + name.getValue())
                .collect(Collectors.joining("&"));
        String token = "Bearer " + "0".repeat(64);
        String forged = names.get("block") + ":0:32;" + "A".repeat(43) + "=";
        return Stream.of(
                new Attempt(method, filled, operation, ""),
                new Attempt(method, filled + "?" + query, operation, omnibus(), JSON),
                new Attempt(
                        method,
                        filled + "?" + query,
                        operation,
                        omnibus(),
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        token,
                        "DSKE-Signature",
                        forged),
                new Attempt(
                        method,
                        filled + "?client_name=&size=-1&key_id=x&key_ID=%00",
                        operation,
                        "{\"client_name\":",
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        names.get("master_sae_id"),
                        "DSKE-Signature",
                        names.get("block") + ":-1:2147483648;=",
                        "X-Forwarded-For",
                        "127.0.0.1",
                        "Forwarded",
                        "for=127.0.0.1;proto=https"),
                new Attempt(
                        method, filled, operation, "DSKE-PACKAGE 1\n{}\n", "Content-Type", "application/octet-stream"));
    }

    /** All members that any message has: unknown ones are ignored, so it is a good one for all. */
    private String omnibus() {
        String client = names.get("client_name");
        String master = names.get("master_sae_id");
        String slave = names.get("slave_sae_id");
        String key = names.get("key_id");
        String allocation = "{\"fragments\":[{\"block_uuid\":\"" + names.get("block") + "\",\"start\":0,\"size\":32}]}";
        String share = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        return """
                {"client_name":"%1$s","client":"%1$s","master_client_name":"%1$s","encryptor_names":["%2$s"],"encryptors":["%2$s"],
                "known_blocks":[],"suites":["its"],"psrd_bytes":4096,"valid_seconds":60,"master_sae_id":"%2$s","slave_sae_id":"%3$s",
                "user_key_id":"%4$s","share_index":1,"encryption_key_allocation":%5$s,"encrypted_share_value":"%6$s",
                "shares":[{"user_key_id":"%4$s","share_index":1,"encrypted_share_value":"%6$s"}],
                "number":1,"key_IDs":[{"key_ID":"%4$s"}]}""".formatted(client, master, slave, key, allocation, share);
    }

    /** What nobody may tell him, though he knows it. That he named a block whose bytes are used he hears. */
    Collection<String> untold() {
        return Stream.of("client_name", "master_sae_id", "slave_sae_id", "key_id")
                .map(names::get)
                .toList();
    }

    static Outsider of(Node node, Map<String, String> names) {
        return new Outsider(OpenApi.parse(Http.get(node.url("/openapi.yaml")).text()), names);
    }
}
