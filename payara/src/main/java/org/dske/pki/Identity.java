package org.dske.pki;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.tls.KeyPairs;

/** A certificate, those of the CAs above it, and its private key. Not a record: some of the JDK's keys print themselves. */
final class Identity {
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    Identity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /** The CA of a directory that signs, with the CAs above it, if it can sign now. Another program may have made it. */
    static Identity signing(PkiDirectory directory, Instant now) {
        List<X509Certificate> trusted = directory.trusted();
        PrivateKey key = Pem.privateKey(directory.caKey());
        X509Certificate certificate = find(key, trusted)
                .orElseThrow(() ->
                        new LauncherException(directory.caKey() + " is not the key of " + directory.caCertificate()));
        if (certificate.getBasicConstraints() < 0) {
            throw new LauncherException(directory.caCertificate() + " is no CA's certificate");
        }
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end) || now.isBefore(begin)) {
            throw new LauncherException("the CA's certificate " + directory.caCertificate() + " is valid from " + begin
                    + " to " + end + " only");
        }
        // An intermediate CA goes with its own CA, as far as that is in the file.
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        Optional<X509Certificate> issuer = issuer(certificate, trusted);
        while (issuer.isPresent() && !chain.contains(issuer.get())) {
            chain.add(issuer.get());
            issuer = issuer(issuer.get(), trusted);
        }
        return new Identity(chain, key);
    }

    /** The certificate that a key is of. */
    static Optional<X509Certificate> find(PrivateKey key, List<X509Certificate> certificates) {
        return certificates.stream()
                .filter(certificate -> KeyPairs.match(certificate.getPublicKey(), key))
                .findFirst();
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> trusted) {
        return trusted.stream()
                .filter(issuer -> verifies(() -> certificate.verify(issuer.getPublicKey())))
                .findFirst();
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    /** One that this CA has signed. */
    Identity signed(X509Certificate certificate, PrivateKey itsKey) {
        return new Identity(
                Stream.concat(Stream.of(certificate), chain.stream()).toList(), itsKey);
    }

    /** What its owner shows: those who look have the root, and it alone need not be shown. */
    List<X509Certificate> shown() {
        List<X509Certificate> shown = new ArrayList<>(chain);
        shown.removeIf(other ->
                !other.equals(certificate()) && other.getSubjectX500Principal().equals(other.getIssuerX500Principal()));
        return shown;
    }

    boolean hasSigned(X509Certificate other) {
        return verifies(() -> other.verify(certificate().getPublicKey()));
    }

    /** Whether a CRL is this CA's; another may have its name. */
    boolean hasSigned(X509CRL crl) {
        return verifies(() -> crl.verify(certificate().getPublicKey()))
                && crl.getIssuerX500Principal().equals(certificate().getSubjectX500Principal());
    }

    private interface Verification {
        void run() throws GeneralSecurityException;
    }

    private static boolean verifies(Verification verification) {
        try {
            verification.run();
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
