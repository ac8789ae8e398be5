package org.dske.client.peerhub;

import org.jspecify.annotations.Nullable;

/**
 * How a client stands with a hub.
 *
 * @param registered whether the client has registered since it started
 * @param reason why the last attempt to reach the hub failed; null if it did not
 */
public record SupplyState(boolean registered, @Nullable String reason) {
    /**
     * The word for it in the status.
     *
     * @return {@code registered}, {@code registering} or {@code unreachable}
     */
    public String word() {
        if (reason != null) {
            return "unreachable";
        }
        return registered ? "registered" : "registering";
    }
}
