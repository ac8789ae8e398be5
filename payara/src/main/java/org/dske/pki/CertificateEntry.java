package org.dske.pki;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A certificate as the list shows it.
 *
 * @param kind {@code ca}, {@code kme} or {@code sae}
 * @param name the KME's, SAE's or CA's name; the file's, if the certificate cannot be read
 * @param file the certificate
 * @param status whether it can be used
 * @param contents what is in it, if it can be read
 */
public record CertificateEntry(String kind, String name, Path file, Status status, Optional<Contents> contents) {
    /** In its last days a certificate counts as expiring. */
    public static final int EXPIRING_DAYS = 30;

    /** Whether a certificate can be used. */
    public enum Status {
        /** It can. */
        VALID,
        /** It can, for at most {@value #EXPIRING_DAYS} days more. */
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

        /** Whether a connection can be made with it now. */
        public boolean isUsable() {
            return this == VALID || this == EXPIRING;
        }

        /** The words for it, such as {@code foreign CA}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace(" ca", " CA");
        }
    }

    /**
     * What a certificate says.
     *
     * @param subject such as {@code CN=sam}
     * @param alternatives such as {@code URI:sae:sam}
     * @param serial the serial number, in hexadecimal digits
     * @param notAfter its end
     * @param timeLeft until its end; negative if that is over
     */
    public record Contents(
            String subject, List<String> alternatives, String serial, Instant notAfter, Duration timeLeft) {
        public Contents {
            alternatives = List.copyOf(alternatives);
        }

        /** The whole days that are left; negative if it has expired. */
        public long daysLeft() {
            return Math.floorDiv(timeLeft.toSeconds(), Duration.ofDays(1).toSeconds());
        }
    }

    boolean endsWithin(int days) {
        return contents.filter(known -> known.timeLeft().compareTo(Duration.ofDays(days)) <= 0)
                .isPresent();
    }
}
