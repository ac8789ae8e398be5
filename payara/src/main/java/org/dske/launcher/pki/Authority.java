package org.dske.launcher.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dske.launcher.LauncherException;
import org.dske.tls.KeyPairs;
import org.dske.tls.PemFiles;

/** The CAs of a directory, which another program may have made: all of {@code ca.crt} are trusted, the one that has the key signs. */
final class Authority {
    private Authority() {}

    /** All that are trusted. */
    static List<X509Certificate> trusted(PkiDirectory directory) {
        if (!FileBatch.exists(directory.caCertificate())) {
            throw directory.noAuthority();
        }
        try {
            return PemFiles.certificates(directory.caCertificate());
        } catch (IOException e) {
            throw new LauncherException("cannot read " + directory.caCertificate() + ": " + FileBatch.reason(e));
        } catch (GeneralSecurityException e) {
            throw new LauncherException(directory.caCertificate() + " is no certificate in PEM");
        }
    }

    /** The one that a key is of. */
    static Optional<X509Certificate> of(PrivateKey key, List<X509Certificate> trusted) {
        return trusted.stream()
                .filter(certificate -> KeyPairs.match(certificate.getPublicKey(), key))
                .findFirst();
    }

    /** The CA that signs, with the CAs above it, if it can sign now. */
    static Identity signing(PkiDirectory directory, Instant now) {
        List<X509Certificate> trusted = trusted(directory);
        PrivateKey key = Pem.privateKey(directory.caKey());
        X509Certificate certificate = of(key, trusted)
                .orElseThrow(() ->
                        new LauncherException(directory.caKey() + " is not the key of " + directory.caCertificate()));
        if (certificate.getBasicConstraints() < 0) {
            throw new LauncherException(directory.caCertificate() + " is no CA's certificate");
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())
                || now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new LauncherException("the CA's certificate " + directory.caCertificate() + " is valid from "
                    + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant() + " only");
        }
        return new Identity(chain(certificate, trusted), key);
    }

    /** An intermediate CA goes with its own CA, as far as that is in the file. */
    private static List<X509Certificate> chain(X509Certificate certificate, List<X509Certificate> trusted) {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        Optional<X509Certificate> issuer = issuer(certificate, trusted);
        while (issuer.isPresent() && !chain.contains(issuer.get())) {
            chain.add(issuer.get());
            issuer = issuer(issuer.get(), trusted);
        }
        return chain;
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> trusted) {
        return trusted.stream()
                .filter(issuer -> isSignedBy(certificate, issuer))
                .findFirst();
    }

    /** Whether a CRL is this CA's; another may have its name. */
    static boolean hasSigned(X509Certificate authority, X509CRL crl) {
        try {
            crl.verify(authority.getPublicKey());
            return crl.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
