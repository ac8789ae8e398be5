package org.dske.launcher.pki;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The files of one certificate.
 *
 * @param certificate the certificate, PEM
 * @param key the private key, PKCS#8 in PEM, not encrypted
 * @param keyStore both and the CA's certificate, PKCS#12
 */
public record CertificateFiles(Path certificate, Path key, Path keyStore) {
    static final List<String> EXTENSIONS = List.of(".crt", ".key", ".p12");

    static CertificateFiles of(Path directory, String stem) {
        return new CertificateFiles(
                directory.resolve(stem + ".crt"), directory.resolve(stem + ".key"), directory.resolve(stem + ".p12"));
    }

    List<Path> all() {
        return List.of(certificate, key, keyStore);
    }

    /**
     * What the entry of the PKCS#12 file is called.
     *
     * @return the file name without extension, in lower case
     */
    public String alias() {
        return stem().toLowerCase(Locale.ROOT);
    }

    /** The name that the files have in common. */
    String stem() {
        String name = String.valueOf(certificate.getFileName());
        return name.substring(0, name.length() - EXTENSIONS.get(0).length());
    }
}
