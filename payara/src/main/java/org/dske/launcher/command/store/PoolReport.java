package org.dske.launcher.command.store;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dske.launcher.network.NodeState;

/**
 * A pool as a node's status has it.
 *
 * @param node the machine
 * @param peer what the status says of the one that the pool is shared with
 * @param pool what it says of the pool
 */
record PoolReport(String node, JsonObject peer, JsonObject pool) {
    private static final String UNKNOWN = "-";
    private static final String WELL = "good";
    private static final long KIB = 1 << 10;
    private static final String UNITS = "KMGTPE";

    /** The pools of a node that answers. */
    static Stream<PoolReport> of(NodeState state) {
        return state.status().stream()
                .flatMap(status -> Stream.concat(objects(status, "hubs"), objects(status, "clients")))
                .flatMap(peer -> objects(peer, "pools")
                        .map(pool -> new PoolReport(state.node().machine().toString(), peer, pool)));
    }

    private static Stream<JsonObject> objects(JsonObject object, String member) {
        return object.get(member) instanceof JsonArray array
                ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                : Stream.empty();
    }

    List<String> row() {
        return List.of(
                node,
                pool.getString("name", UNKNOWN),
                bytes("unused"),
                bytes("stored"),
                bytes("in_memory"),
                String.valueOf(objects(pool, "blocks").count()),
                peer.get("keys_left") instanceof JsonNumber keys ? keys.toString() : UNKNOWN,
                bytes("used_per_day"),
                daysLeft());
    }

    List<String> healthRow() {
        return List.of(node, pool.getString("name", UNKNOWN), health(), daysLeft());
    }

    boolean isWell() {
        return health().equals(WELL);
    }

    /** What is wrong first of all, in words. */
    private String health() {
        String state = peer.getString("state", "");
        if (state.equals("unreachable")) {
            return "the peer cannot be reached: " + peer.getString("reason", "no answer");
        }
        if (state.equals("unenrolled")) {
            return "a package of the hub is needed";
        }
        if (number("unused") == 0) {
            return "empty";
        }
        if (number("refused") > 0) {
            return number("refused") + " allocations refused: they skipped more than can have been lost";
        }
        return pool.getBoolean("low", false) ? "low: a block is due" : WELL;
    }

    /** For scripts: what the status says of the pool, but for its blocks. */
    JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder(pool)
                .remove("blocks")
                .add("block_count", objects(pool, "blocks").count())
                .add("node", node)
                .add("health", health());
        if (peer.get("keys_left") instanceof JsonNumber keys) {
            json.add("keys_left", keys);
        }
        return json.build();
    }

    private long number(String member) {
        return pool.get(member) instanceof JsonNumber number ? number.longValue() : 0;
    }

    private String daysLeft() {
        return pool.get("days_left") instanceof JsonNumber days
                ? String.format(Locale.ROOT, days.doubleValue() < 1 ? "%.2f" : "%.1f", days.doubleValue())
                : UNKNOWN;
    }

    private String bytes(String member) {
        if (!(pool.get(member) instanceof JsonNumber number)) {
            return UNKNOWN;
        }
        double amount = number.doubleValue();
        int unit = -1;
        while (amount >= KIB && unit + 1 < UNITS.length()) {
            amount /= KIB;
            unit++;
        }
        return unit < 0 ? number + " B" : String.format(Locale.ROOT, "%.1f %siB", amount, UNITS.charAt(unit));
    }
}
