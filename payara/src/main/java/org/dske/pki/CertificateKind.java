package org.dske.pki;

import java.util.Locale;

/** What a certificate is for. */
public enum CertificateKind {
    /** A client node: a server to encryptors. */
    KME,
    /** An encryptor: a TLS client. */
    SAE;

    /** The word of the command line, and the name of the directory: {@code kme} or {@code sae}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
