package org.dske.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * Failures of one kind.
 *
 * @param call what failed, such as {@code enc_keys}
 * @param kind what they have in common, such as {@code status 503}
 * @param count how many there were
 * @param first what happened the first time
 */
public record Failure(String call, String kind, long count, String first) {
    Failure and(Failure later) {
        return new Failure(call, kind, count + later.count, first);
    }

    /** In one line. */
    public String line() {
        return count + " x " + call + ", " + kind + "; the first: " + first;
    }

    JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("call", call)
                .add("kind", kind)
                .add("count", count)
                .add("first", first)
                .build();
    }
}
