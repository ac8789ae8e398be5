package org.dske.integration;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What honest nodes of a {@link LockedNetwork} share, as their status shows it: what nobody else is to change. */
final class SharedState {
    private SharedState() {}

    /** Who is registered, with what, and how far it is used, of the two honest clients and their hubs; and the shares of their keys. */
    static String of(List<Node> nodes) {
        return nodes.stream().map(SharedState::of).collect(Collectors.joining("\n"));
    }

    private static String of(Node node) {
        JsonObject status = node.status();
        String peers = objects(status, node.isClient() ? "hubs" : "clients")
                .filter(peer -> !peer.getString("name").equals("mallory"))
                .map(SharedState::peer)
                .sorted()
                .collect(Collectors.joining("\n"));
        String shares = node.isClient()
                ? ""
                : objects(status, "shares")
                        .filter(share -> share.getString("master_sae_id").equals(LockedNetwork.MASTER))
                        .map(share -> share.getString("key_id"))
                        .sorted()
                        .toList()
                        .toString();
        String packages = node.isClient()
                ? ""
                : objects(status, "packages").map(JsonValue::toString).toList().toString();
        return node + ": " + shares + packages + "\n" + peers;
    }

    private static String peer(JsonObject peer) {
        return Stream.of("name", "state", "suite", "encryptors")
                        .map(member -> String.valueOf(peer.get(member)))
                        .collect(Collectors.joining(" "))
                + objects(peer, "pools")
                        .map(pool -> pool.getString("owner") + blocks(pool))
                        .toList();
    }

    private static String blocks(JsonObject pool) {
        return objects(pool, "blocks")
                .map(block -> block.getString("uuid") + " " + block.getInt("size") + " " + block.getInt("used"))
                .sorted(Comparator.naturalOrder())
                .toList()
                .toString();
    }

    private static Stream<JsonObject> objects(JsonObject parent, String member) {
        return parent.getJsonArray(member).stream().map(JsonValue::asJsonObject);
    }
}
