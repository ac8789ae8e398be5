package org.dske.pki;

import org.dske.launcher.LauncherException;

/**
 * How a certificate is made.
 *
 * @param keyType the type of its key pair
 * @param days how long it is valid, in days; never longer than the CA's own
 */
public record Terms(KeyType keyType, int days) {
    /** Days that a CA is valid: ten years. */
    public static final int CA_DAYS = 3_653;
    /** Days that other certificates are valid: the most that strict clients accept. */
    public static final int DAYS = 825;

    private static final int MAX_DAYS = 36_525;

    public Terms {
        if (days < 1 || days > MAX_DAYS) {
            throw new LauncherException(
                    LauncherException.USAGE, "days = " + days + " is not allowed: allowed is 1 to " + MAX_DAYS);
        }
    }

    /** The usual terms of certificates. */
    public static Terms usual() {
        return new Terms(KeyType.EC, DAYS);
    }

    /** The usual terms of a CA. */
    public static Terms usualOfCa() {
        return new Terms(KeyType.EC, CA_DAYS);
    }
}
