package org.dske.client.peerhub;

import org.dske.signature.ItsSuite;
import org.dske.signature.SignatureSuite;
import org.jspecify.annotations.Nullable;

/**
 * How a client stands with a hub.
 *
 * @param suite how their messages are signed: what the last registration settled; null if the client has not registered since it
 *     started, or the hub wanted what the client does not accept
 * @param reason why the last attempt to reach the hub failed; null if it did not
 */
public record SupplyState(
        @Nullable SignatureSuite suite, @Nullable String reason) {
    /** Before the first attempt. */
    static final SupplyState NEW = new SupplyState(null, null);

    /** An attempt failed. */
    SupplyState failed(String why) {
        return new SupplyState(suite, why);
    }

    /** The hub has answered a registration; whether all is well the rest of the round tells. */
    SupplyState settled(@Nullable SignatureSuite picked) {
        return new SupplyState(picked, reason);
    }

    /** All is well. */
    SupplyState well() {
        return new SupplyState(suite, null);
    }

    /**
     * Whether the hub has taken a registration, and the client its answer.
     *
     * @return whether there is a suite for exchanges
     */
    public boolean registered() {
        return suite != null;
    }

    /**
     * Whether the hub speaks the suite {@code its} with this client.
     *
     * @return false too if no suite is settled
     */
    public boolean isIts() {
        return suite != null && suite.wireName().equals(ItsSuite.NAME);
    }

    /** Whether exchanges are to be expected to work. */
    boolean isUp() {
        return registered() && reason == null;
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
        return registered() ? "registered" : "registering";
    }
}
