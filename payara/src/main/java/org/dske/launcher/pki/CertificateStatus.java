package org.dske.launcher.pki;

import java.util.Locale;

/** Whether a certificate can be used. */
public enum CertificateStatus {
    /** It can. */
    VALID,
    /** It can, for at most {@value CertificateEntry#EXPIRING_DAYS} days more. */
    EXPIRING,
    /** Its time is over. */
    EXPIRED,
    /** Its time has not come, or the clock is wrong. */
    NOT_YET_VALID,
    /** None of the CAs signed it, nor an intermediate CA of theirs that is in its file. */
    FOREIGN_CA,
    /** It is in a CRL. */
    REVOKED,
    /** The private key beside it is another one's. */
    KEY_MISMATCH,
    /** The certificate or its key is missing. */
    INCOMPLETE,
    /** Its certificate or key is none that can be read. */
    UNREADABLE;

    /**
     * Whether a connection can be made with it now.
     *
     * @return true for valid and expiring ones
     */
    public boolean isUsable() {
        return this == VALID || this == EXPIRING;
    }

    /**
     * The words for it.
     *
     * @return such as {@code foreign CA}
     */
    public String words() {
        return this == FOREIGN_CA
                ? "foreign CA"
                : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
