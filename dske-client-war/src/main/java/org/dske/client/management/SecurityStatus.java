package org.dske.client.management;

import java.util.Optional;
import org.dske.psrd.Origin;
import org.dske.security.ErrorBound;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * What is promised of the keys that a client establishes now, as long as fewer than k hubs work together. Source: {@code
 * docs/security.md}.
 *
 * @param unconditional whether the promise holds whatever an attacker computes: keys are shared in the mode {@code its}, and all PSRD
 *     that is alive came by courier
 * @param psrd how the weakest block of PSRD came that is alive, {@code laboratory}, {@code tls} or {@code courier}; nothing if there is
 *     no block
 * @param wrongKeyLog2 the logarithm to the base 2 of the probability that shares with wrong values make one search for a key
 *     of the default size give a wrong one, an upper bound; shares under wrong indices are not covered
 * @param forgeryLog2 the same of the probability that one forged message passes; nothing if that rests on HMAC-SHA256
 */
public record SecurityStatus(
        boolean unconditional,
        @Nullable String psrd,
        double wrongKeyLog2,
        @Nullable Double forgeryLog2) {
    /**
     * The promise of a mode.
     *
     * @param mode how keys are split
     * @param shares n
     * @param threshold k
     * @param keySize the default size of a key in bytes
     * @param maxBody the largest body that is read, in bytes
     * @param origin how the weakest block of PSRD came, if there is one
     * @return the promise
     */
    static SecurityStatus of(
            SharingMode mode, int shares, int threshold, int keySize, int maxBody, Optional<Origin> origin) {
        boolean its = mode == SharingMode.ITS;
        return new SecurityStatus(
                its && origin.equals(Optional.of(Origin.COURIER)),
                origin.map(Origin::word).orElse(null),
                ErrorBound.ofWrongKey(mode, shares, threshold, keySize),
                its ? ErrorBound.ofForgery(maxBody) : null);
    }
}
