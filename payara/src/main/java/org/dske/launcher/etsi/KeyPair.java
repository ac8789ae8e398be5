package org.dske.launcher.etsi;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * A key as its master and its slave got it.
 *
 * @param master the master's
 * @param slave the slave's
 */
public record KeyPair(DeliveredKey master, DeliveredKey slave) {
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
