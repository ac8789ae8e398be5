package org.dske.launcher.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.dske.launcher.LauncherException;

/** PKCS#12 files, encrypted as the JDK does it: AES-256 with PBKDF2, and a MAC with SHA-256. */
final class KeyStores {
    private KeyStores() {}

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    /** A private key with its certificate and the CAs'. */
    static byte[] of(String alias, Identity identity, KeyStorePassword password) {
        return write(
                password,
                store -> store.setKeyEntry(
                        alias,
                        identity.key(),
                        password.characters(),
                        identity.chain().toArray(Certificate[]::new)));
    }

    /** Certificates that are trusted. */
    static byte[] trusting(List<X509Certificate> authorities, KeyStorePassword password) {
        return write(password, store -> {
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(store.size() == 0 ? "ca" : "ca" + store.size(), authority);
            }
        });
    }

    /** Fails if a file is there that the password does not open: it would get another password without anybody asking for it. */
    static void requireOpens(Path file, KeyStorePassword password) {
        if (Files.exists(file) && !opens(file, password) && !opens(file, KeyStorePassword.FORMER_DEFAULT)) {
            throw new LauncherException(
                    file + " does not open with this password: give its own with --password-file FILE, or delete it");
        }
    }

    private static boolean opens(Path file, KeyStorePassword password) {
        try (InputStream content = Files.newInputStream(file)) {
            KeyStore.getInstance("PKCS12").load(content, password.characters());
            return true;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] write(KeyStorePassword password, Filling filling) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password.characters());
            filling.fill(store);
            store.store(bytes, password.characters());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java writes PKCS#12", e);
        }
        return bytes.toByteArray();
    }
}
