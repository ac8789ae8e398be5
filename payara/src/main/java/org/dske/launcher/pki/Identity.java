package org.dske.launcher.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and its private key. Not a record: some of the JDK's keys print themselves. */
final class Identity {
    private final X509Certificate certificate;
    private final PrivateKey key;

    Identity(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }
}
