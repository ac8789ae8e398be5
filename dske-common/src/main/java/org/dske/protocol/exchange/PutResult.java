package org.dske.protocol.exchange;

import jakarta.json.bind.annotation.JsonbProperty;
import org.dske.protocol.Members;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link PutEntry}.
 *
 * @param status the HTTP status code that it would have had as a request of its own
 * @param message why it failed, one sentence for people; null if it did not
 */
public record PutResult(
        @JsonbProperty("status") Integer status,
        @JsonbProperty("message") @Nullable String message) {
    /** The status of an entry that did not fail. */
    public static final int OK = 200;

    public PutResult {
        status = Members.required("status", status);
    }

    /** {@return whether the hub holds its shares now} */
    public boolean succeeded() {
        return status == OK;
    }
}
