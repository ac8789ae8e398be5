package org.dske.client.peerhub;

import org.jspecify.annotations.Nullable;

/**
 * How a client stands with a hub.
 *
 * @param registered whether the client has registered since it started
 * @param reason why the last attempt to reach the hub failed; null if it did not
 */
public record SupplyState(boolean registered, @Nullable String reason) {
    /** Before the first attempt. */
    static final SupplyState NEW = new SupplyState(false, null);

    /** An attempt failed. */
    SupplyState failed(String why) {
        return new SupplyState(registered, why);
    }

    /** The hub has taken the registration; whether all is well the rest of the round tells. */
    SupplyState withRegistration() {
        return new SupplyState(true, reason);
    }

    /** All is well. */
    SupplyState well() {
        return new SupplyState(registered, null);
    }

    /** Whether exchanges are to be expected to work. */
    boolean isUp() {
        return registered && reason == null;
    }

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
