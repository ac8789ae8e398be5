package org.dske.launcher.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A certificate, those of the CAs above it, and its private key. Not a record: some of the JDK's keys print themselves. */
final class Identity {
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    Identity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
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
}
