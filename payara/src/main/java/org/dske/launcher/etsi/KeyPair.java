package org.dske.launcher.etsi;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A key as its master and its slave got it.
 *
 * @param master the master's
 * @param slave the slave's
 */
public record KeyPair(DeliveredKey master, DeliveredKey slave) {
    /** The keys of a master, each with what its slave got by its ID, whatever the order of that. */
    public static List<KeyPair> of(List<DeliveredKey> masters, List<DeliveredKey> slaves) {
        Map<String, DeliveredKey> others = slaves.stream()
                .collect(Collectors.toMap(DeliveredKey::id, Function.identity(), (first, again) -> first));
        List<KeyPair> pairs = new ArrayList<>();
        for (DeliveredKey key : masters) {
            DeliveredKey other = others.get(key.id());
            if (other == null) {
                throw new KmeException("key missing", "the key " + key.id() + " was asked for, and did not come");
            }
            pairs.add(new KeyPair(key, other));
        }
        return pairs;
    }

    /** Whether both got the same key with the same ID. */
    public boolean matches() {
        return master.equals(slave);
    }

    /** What both got, and whether it is the same. */
    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("master", master.toJson())
                .add("slave", slave.toJson())
                .add("match", matches())
                .build();
    }
}
