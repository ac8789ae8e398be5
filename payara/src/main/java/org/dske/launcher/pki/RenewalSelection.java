package org.dske.launcher.pki;

import java.util.List;
import java.util.Optional;
import org.dske.launcher.LauncherException;

/** Which certificates to renew. */
public sealed interface RenewalSelection {
    /**
     * Whether a certificate is to be renewed.
     *
     * @param kind what it is for
     * @param files its files
     * @param entry what is known of it
     * @return true if so
     */
    boolean includes(CertificateKind kind, CertificateFiles files, CertificateEntry entry);

    /**
     * Fails if what was found is not what was meant.
     *
     * @param found the kinds of the certificates that are included
     */
    default void check(List<CertificateKind> found) {}

    /**
     * All.
     *
     * @param withinDays only those that have expired or will in so many days
     */
    record All(Optional<Integer> withinDays) implements RenewalSelection {
        public All {
            if (withinDays.filter(days -> days < 0).isPresent()) {
                throw new LauncherException(LauncherException.USAGE, "the days to the end must not be negative");
            }
        }

        @Override
        public boolean includes(CertificateKind kind, CertificateFiles files, CertificateEntry entry) {
            return withinDays.map(entry::endsWithin).orElse(true);
        }
    }

    /**
     * One.
     *
     * @param kind what it is for; may be left out if the name says it all
     * @param name the KME's or SAE's ID
     */
    record One(Optional<CertificateKind> kind, String name) implements RenewalSelection {
        @Override
        public boolean includes(CertificateKind ofFiles, CertificateFiles files, CertificateEntry entry) {
            return kind.map(ofFiles::equals).orElse(true) && files.stem().equals(FileNames.stem(name));
        }

        @Override
        public void check(List<CertificateKind> found) {
            if (found.isEmpty()) {
                String what = kind.map(known -> known.word() + " certificate").orElse("certificate");
                throw new LauncherException("there is no " + what + " of '" + name + "': see ./dske pki list");
            }
            if (found.size() > 1) {
                throw new LauncherException(
                        LauncherException.USAGE, "there is a KME and an SAE '" + name + "': say kme or sae before it");
            }
        }
    }
}
