package org.dske.client.management;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dske.ledger.Origin;
import org.dske.reconstruction.ErrorBound;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * What is promised of the keys that a client establishes now, as long as fewer than k hubs work together. Source: {@code
 * docs/security.md}.
 *
 * @param unconditional whether the promise holds whatever an attacker computes: keys are shared in the mode {@code its}, all PSRD
 *     that is alive came by courier, and no hub may speak the suite {@code classic}
 * @param psrd how the weakest block of PSRD came that is alive, {@code laboratory}, {@code tls} or {@code courier}; nothing if there is
 *     no block
 * @param wrongKeyLog2 the logarithm to the base 2 of the probability that wrong shares make one search for a key of the default size give
 *     a wrong one, an upper bound
 * @param forgeryLog2 the same of the probability that one forged message of the largest size passes; nothing if that rests on HMAC-SHA256
 * @param forgeryByBodyLog2 the same by the size of the body in bytes: T tries with B bytes together pass with at most (B/16 + 3T)/2^128;
 *     nothing if that rests on HMAC-SHA256
 */
public record SecurityStatus(
        boolean unconditional,
        @Nullable String psrd,
        double wrongKeyLog2,
        @Nullable Double forgeryLog2,
        @Nullable Map<String, Double> forgeryByBodyLog2) {
    private static final int[] BODIES = {0, 1 << 10, 1 << 16, 1 << 20};

    /**
     * The promise of a mode.
     *
     * @param threshold k
     * @param keySize the default size of a key in bytes
     * @param maxBody the largest body that is read, in bytes
     * @param classicHubs how many hubs may speak the suite {@code classic}: who can break that may lie in the name of each
     * @param origin how the weakest block of PSRD came, if there is one
     */
    static SecurityStatus of(
            SharingMode mode,
            int shares,
            int threshold,
            int keySize,
            int maxBody,
            int classicHubs,
            Optional<Origin> origin) {
        boolean its = mode == SharingMode.ITS && classicHubs == 0;
        return new SecurityStatus(
                its && origin.equals(Optional.of(Origin.COURIER)),
                origin.map(Origin::wireName).orElse(null),
                ErrorBound.ofWrongKey(mode, shares, threshold, keySize),
                its ? ErrorBound.ofForgery(maxBody) : null,
                its ? byBody(maxBody) : null);
    }

    private static Map<String, Double> byBody(int maxBody) {
        Map<String, Double> bounds = new LinkedHashMap<>();
        Arrays.stream(BODIES)
                .filter(body -> body <= maxBody)
                .forEach(body -> bounds.put(String.valueOf(body), ErrorBound.ofForgery(body)));
        return bounds;
    }
}
