package org.dske.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.dske.launcher.LauncherException;
import org.dske.tls.PemFiles;
import org.dske.tls.PemKeyManager;

/**
 * The files of one certificate.
 *
 * @param certificate the certificate, and those of intermediate CAs that lead to a trusted one, PEM
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

    boolean noneExists() {
        return all().stream().noneMatch(FileBatch::exists);
    }

    /** The name that the files have in common. */
    String stem() {
        String name = String.valueOf(certificate.getFileName());
        return name.substring(0, name.length() - EXTENSIONS.get(0).length());
    }

    /** The certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) {
        try {
            return PemFiles.certificates(file);
        } catch (IOException e) {
            throw FileBatch.cannotRead(file, e);
        } catch (GeneralSecurityException e) {
            throw new LauncherException(file + " is no certificate in PEM");
        }
    }

    /** What shows the certificate to the other end of a connection. */
    PemKeyManager keyManager() {
        try {
            return new PemKeyManager(certificate, key);
        } catch (IOException e) {
            throw new LauncherException("cannot read " + certificate + " and its key: " + FileBatch.reason(e));
        } catch (GeneralSecurityException e) {
            throw new LauncherException(
                    "the certificate " + certificate + " cannot be used with TLS: " + e.getMessage());
        }
    }
}
