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
import org.dske.launcher.LauncherException;
import org.jspecify.annotations.Nullable;

/** PKCS#12 files, encrypted as the JDK does it: AES-256 with PBKDF2, and a MAC with SHA-256. */
final class KeyStores {
    private KeyStores() {}

    /** A private key with its certificate and the CA's. */
    static byte[] of(String alias, Identity identity, X509Certificate ca, KeyStorePassword password) {
        return write(
                password,
                store -> store.setKeyEntry(
                        alias, identity.key(), password.characters(), new Certificate[] {identity.certificate(), ca}));
    }

    /** A certificate that is trusted. */
    static byte[] trusting(X509Certificate ca, KeyStorePassword password) {
        return write(password, store -> store.setCertificateEntry("ca", ca));
    }

    /** Fails if a file is there that the password does not open: it would get another password without anybody asking for it. */
    static void requireOpens(Path file, KeyStorePassword password) {
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream content = Files.newInputStream(file)) {
            load(password, content);
        } catch (IOException | GeneralSecurityException e) {
            throw new LauncherException(
                    file + " does not open with this password: give its own with --password or --password-file");
        }
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private static byte[] write(KeyStorePassword password, Filling filling) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            KeyStore store = load(password, null);
            filling.fill(store);
            store.store(bytes, password.characters());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java writes PKCS#12", e);
        }
        return bytes.toByteArray();
    }

    private static KeyStore load(KeyStorePassword password, @Nullable InputStream content)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(content, password.characters());
        return store;
    }
}
