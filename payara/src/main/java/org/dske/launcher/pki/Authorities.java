package org.dske.launcher.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.dske.launcher.LauncherException;

/** Reads the CA of a directory, which another program may have made. */
final class Authorities {
    private Authorities() {}

    static X509Certificate certificate(PkiDirectory directory) {
        if (!FileBatch.exists(directory.caCertificate())) {
            throw new LauncherException(
                    "there is no CA certificate " + directory.caCertificate() + ": make one with ./dske pki init");
        }
        return Pem.certificate(directory.caCertificate());
    }

    /** The CA, if it can sign now. */
    static Identity read(PkiDirectory directory, Instant now) {
        X509Certificate certificate = certificate(directory);
        PrivateKey key = Pem.privateKey(directory.caKey());
        if (certificate.getBasicConstraints() < 0) {
            throw new LauncherException(directory.caCertificate() + " is no CA's certificate");
        }
        if (!KeyType.isPair(certificate.getPublicKey(), key)) {
            throw new LauncherException(directory.caKey() + " is not the key of " + directory.caCertificate());
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())
                || now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new LauncherException("the CA's certificate " + directory.caCertificate() + " is valid from "
                    + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant() + " only");
        }
        return new Identity(certificate, key);
    }
}
