package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error of a node. Source: protocol, section 3; ETSI GS QKD 014, clause 6.5.
 *
 * @param message one sentence for people
 * @param details the facts behind it for programs, if there are any
 */
public record ErrorMessage(
        @JsonbProperty("message") String message,
        @JsonbProperty("details") @Nullable Map<String, Object> details) {

    public ErrorMessage {
        message = Members.required("message", message);
    }
}
