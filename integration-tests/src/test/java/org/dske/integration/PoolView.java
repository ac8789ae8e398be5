package org.dske.integration;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pool as the status of a node shows it.
 *
 * @param owner {@code client} or {@code hub}
 * @param used bytes used, of the blocks that are still there
 * @param unused bytes not used
 * @param blocks the blocks, oldest first
 */
record PoolView(String owner, long used, long unused, List<BlockView> blocks) {
    /**
     * A block.
     *
     * @param uuid its name
     * @param size bytes
     * @param used bytes used
     * @param unused bytes not used
     */
    record BlockView(String uuid, int size, int used, int unused) {}

    /** A pool of a peer: {@code clients} in a hub's status, {@code hubs} in a client's. */
    static PoolView of(JsonObject status, String peers, String peer, String owner) {
        return objects(status, peers)
                .filter(each -> each.getString("name").equals(peer))
                .flatMap(each -> objects(each, "pools"))
                .filter(pool -> pool.getString("owner").equals(owner))
                .map(PoolView::of)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        status.getString("name") + " shares no pool of the " + owner + "'s with " + peer));
    }

    private static PoolView of(JsonObject pool) {
        List<BlockView> blocks = objects(pool, "blocks")
                .map(block -> new BlockView(
                        block.getString("uuid"), block.getInt("size"), block.getInt("used"), block.getInt("unused")))
                .toList();
        return new PoolView(pool.getString("owner"), pool.getInt("used"), pool.getInt("unused"), blocks);
    }

    private static Stream<JsonObject> objects(JsonObject parent, String member) {
        return parent.getJsonArray(member).stream().map(JsonValue::asJsonObject);
    }
}
