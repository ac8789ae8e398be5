package org.dske.client.management;

import org.dske.security.ErrorBound;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * What is promised of the keys that a client establishes now, as long as fewer than k hubs work together. Source: {@code
 * docs/security.md}.
 *
 * @param unconditional whether the promise holds whatever an attacker computes; else it rests on HMAC-SHA256
 * @param wrongKeyLog2 the logarithm to the base 2 of the probability that shares with wrong values make one search for a key
 *     of the default size give a wrong one, an upper bound; shares under wrong indices are not covered
 * @param forgeryLog2 the same of the probability that one forged message passes; nothing if that rests on HMAC-SHA256
 */
public record SecurityStatus(
        boolean unconditional,
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
     * @return the promise
     */
    static SecurityStatus of(SharingMode mode, int shares, int threshold, int keySize, int maxBody) {
        boolean its = mode == SharingMode.ITS;
        return new SecurityStatus(
                its,
                ErrorBound.ofWrongKey(mode, shares, threshold, keySize),
                its ? ErrorBound.ofForgery(maxBody) : null);
    }
}
