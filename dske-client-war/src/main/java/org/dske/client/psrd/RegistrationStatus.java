package org.dske.client.psrd;

import org.dske.signature.ItsSuite;
import org.dske.signature.SignatureSuite;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a client's registration with a hub.
 *
 * @param suite how their messages are signed: what the last registration settled; null if the client has not registered since it
 *     started, or the hub wanted what the client does not accept
 * @param reason why the last attempt to reach the hub failed; null if it did not
 * @param enrolled not if nothing can be said to the hub before a package comes
 */
public record RegistrationStatus(
        @Nullable SignatureSuite suite, @Nullable String reason, boolean enrolled) {
    /** Whether the hub has taken a registration, and the client its answer, so that there is a suite for exchanges. */
    public boolean registered() {
        return suite != null;
    }

    /** Whether the hub speaks the suite {@code its} with this client; not if no suite is settled. */
    public boolean isIts() {
        return suite != null && suite.wireName().equals(ItsSuite.NAME);
    }

    /**
     * Whether exchanges are to be expected to work; whether the client is registered, and the last attempt to reach the hub did not
     * fail.
     */
    public boolean isUp() {
        return registered() && reason == null;
    }

    /** What the status calls it: {@code registered}, {@code registering}, {@code unreachable} or {@code unenrolled}. */
    public String wireName() {
        if (!enrolled) {
            return "unenrolled";
        }
        if (reason != null) {
            return "unreachable";
        }
        return registered() ? "registered" : "registering";
    }
}
