package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error of a node. Source: protocol, section 3; ETSI GS QKD 014, clause 6.5.
 *
 * @param message one sentence for people
 * @param details the facts behind it for programs, if there are any: an object, or a list of objects at the interface of
 *     ETSI GS QKD 014
 */
public record ErrorMessage(
        @JsonbProperty("message") String message,
        @JsonbProperty("details") @Nullable Object details) {

    public ErrorMessage {
        message = Members.required("message", message);
    }
}
