package org.dske.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The CAs that are trusted, and what they have revoked, out of two files that are read again when they change. Each certificate of
 * the CA file is trusted by itself: a root, an intermediate CA, or the old and the new CA while one takes over from the other.
 *
 * <p>The CRL file need not exist. A certificate whose issuer has a CRL in it is refused if that lists it, and also if the CRL's time is
 * over, since what was revoked meanwhile is not known. Those of an issuer that has none are not checked for revocation.
 */
public final class TrustedAuthorities {
    private final FromFiles<Trust> trust;
    private final InstantSource clock;

    /**
     * Reads the files for the first time: the CAs' certificates and their CRLs, PEM; that of the CRLs need not exist.
     *
     * @throws GeneralSecurityException if a file holds something else, or a CRL is not its issuer's
     */
    public TrustedAuthorities(Path certificates, Optional<Path> crls, InstantSource clock)
            throws IOException, GeneralSecurityException {
        this.trust = new FromFiles<>(
                Stream.concat(Stream.of(certificates), crls.stream()).toList(), () -> read(certificates, crls));
        this.clock = clock;
        trust.get();
    }

    private static Trust read(Path file, Optional<Path> crlFile) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = PemFiles.certificates(file);
        List<X509CRL> crls = crlFile.isPresent() ? PemFiles.crls(crlFile.get()) : List.of();
        for (X509CRL crl : crls) {
            requireGenuine(crl, certificates);
        }
        return new Trust(certificates, crls);
    }

    /** The CRL of an intermediate CA that is not in the file is checked when somebody shows its certificate. */
    private static void requireGenuine(X509CRL crl, List<X509Certificate> certificates) throws CRLException {
        List<X509Certificate> issuers = certificates.stream()
                .filter(certificate -> certificate.getSubjectX500Principal().equals(crl.getIssuerX500Principal()))
                .toList();
        if (!issuers.isEmpty() && issuers.stream().noneMatch(issuer -> Trust.isSignedBy(crl, issuer))) {
            throw new CRLException("there is a CRL that " + crl.getIssuerX500Principal() + " has not signed");
        }
    }

    /**
     * Checks a certificate, now, with those that may lead from it to a trusted CA, in any order.
     *
     * @throws GeneralSecurityException if it is not of a trusted CA, or not valid now, or revoked; a {@link
     *     java.security.cert.CertPathValidatorException} with the reason {@code REVOKED} says the last
     */
    public void check(List<X509Certificate> chain) throws IOException, GeneralSecurityException {
        trust.get().check(chain, clock.instant());
    }

    /**
     * The CAs' certificates.
     *
     * @return at least one, in the file's order
     * @throws IOException if the files cannot be read
     * @throws GeneralSecurityException never, once they were read
     */
    public List<X509Certificate> certificates() throws IOException, GeneralSecurityException {
        return trust.get().certificates();
    }

    X509ExtendedTrustManager javas() throws IOException, GeneralSecurityException {
        return trust.get().javas();
    }
}
