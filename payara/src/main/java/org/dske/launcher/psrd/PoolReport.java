package org.dske.launcher.psrd;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.dske.key.NodeName;
import org.dske.launcher.network.NodeState;

/**
 * A pool as a node's status has it.
 *
 * @param node the machine
 * @param peer what the status says of the one that the pool is shared with
 * @param pool what it says of the pool
 */
public record PoolReport(String node, JsonObject peer, JsonObject pool) {
    private static final String UNKNOWN = "-";
    private static final long KIB = 1 << 10;
    private static final String UNITS = "KMGTPE";

    /** The pools of a node that answers. */
    public static Stream<PoolReport> of(NodeState state) {
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

    public List<String> row() {
        return List.of(
                node,
                name(),
                bytes("unused"),
                bytes("stored"),
                bytes("in_memory"),
                String.valueOf(objects(pool, "blocks").count()),
                peer.get("keys_left") instanceof JsonNumber keys ? keys.toString() : UNKNOWN,
                bytes("used_per_day"),
                daysLeft());
    }

    public List<String> healthRow() {
        return List.of(node, name(), health(), daysLeft());
    }

    public boolean isWell() {
        return supply() == Supply.GOOD;
    }

    /** How well it is supplied, by what is wrong first of all. */
    public enum Supply {
        /** Well. */
        GOOD,
        /** Nothing is wrong with it, but the peer cannot be reached. */
        UNREACHABLE,
        /** A package of the hub is needed. */
        UNENROLLED,
        /** Nothing is left. */
        EMPTY,
        /** Allocations were refused. */
        REFUSING,
        /** A block is due. */
        LOW
    }

    /** How well it is supplied. */
    public Supply supply() {
        String state = peer.getString("state", "");
        if (state.equals("unreachable")) {
            return Supply.UNREACHABLE;
        }
        if (state.equals("unenrolled")) {
            return Supply.UNENROLLED;
        }
        if (number("unused") == 0) {
            return Supply.EMPTY;
        }
        if (number("refused") > 0) {
            return Supply.REFUSING;
        }
        return pool.getBoolean("low", false) ? Supply.LOW : Supply.GOOD;
    }

    /** The same in words. */
    public String health() {
        return switch (supply()) {
            case UNREACHABLE -> "the peer cannot be reached: " + peer.getString("reason", "no answer");
            case UNENROLLED -> "a package of the hub is needed";
            case EMPTY -> "empty";
            case REFUSING -> number("refused") + " allocations refused: they skipped more than can have been lost";
            case LOW -> "low: a block is due";
            case GOOD -> "good";
        };
    }

    /** What the pool is called. */
    public String name() {
        return pool.getString("name", UNKNOWN);
    }

    /** The one that it is shared with, if the status has a name for it. */
    public Optional<NodeName> peerName() {
        return Optional.of(peer.getString("name", ""))
                .filter(NodeName::isAllowed)
                .map(NodeName::new);
    }

    /** Bytes that are left. */
    public long left() {
        return number("unused");
    }

    /** For how many days they will do; empty if that is not known, or none are used. */
    public OptionalDouble days() {
        return pool.get("days_left") instanceof JsonNumber days
                ? OptionalDouble.of(days.doubleValue())
                : OptionalDouble.empty();
    }

    /** For scripts: what the status says of the pool, but for its blocks. */
    public JsonObject json() {
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
        return inUnits(number.longValue());
    }

    /** Bytes for people, such as {@code 1.5 MiB}. */
    public static String inUnits(long bytes) {
        double amount = bytes;
        int unit = -1;
        while (amount >= KIB && unit + 1 < UNITS.length()) {
            amount /= KIB;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %siB", amount, UNITS.charAt(unit));
    }
}
