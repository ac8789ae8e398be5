package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.UUID;
import org.dske.error.InvalidException;
import org.dske.ledger.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * Which life its store is in that a node keeps its state in. Source: protocol, section 1.
 *
 * @param id made with the store
 * @param start how often it was started, 0 or more
 * @param run random, and new at each start
 */
public record IncarnationMessage(
        @JsonbProperty("id") UUID id,
        @JsonbProperty("start") Long start,
        @JsonbProperty("run") UUID run) {
    /** The reason in the details of an error, which says that this store has been in a later life. */
    public static final String STALE = "stale";

    public IncarnationMessage {
        Members.required("incarnation.id", id);
        Members.required("incarnation.start", start);
        Members.required("incarnation.run", run);
        if (start < 0) {
            throw new InvalidException("incarnation.start is negative");
        }
    }

    /** As a message has it. */
    public static @Nullable IncarnationMessage of(@Nullable Incarnation incarnation) {
        return incarnation == null
                ? null
                : new IncarnationMessage(incarnation.id(), incarnation.start(), incarnation.run());
    }

    /** {@return what it says} */
    public Incarnation toIncarnation() {
        return new Incarnation(id, start, run);
    }
}
