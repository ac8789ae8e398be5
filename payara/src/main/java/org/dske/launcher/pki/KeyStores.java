package org.dske.launcher.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
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
        if (Files.exists(file)) {
            open(file, password);
        }
    }

    /** Fails if a server would not find a certificate and its key in its file. */
    static void requireHolds(CertificateFiles files, X509Certificate certificate, KeyStorePassword password) {
        try {
            KeyStore store = open(files.keyStore(), password);
            if (store.isKeyEntry(files.alias()) && certificate.equals(store.getCertificate(files.alias()))) {
                return;
            }
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a keystore that was opened", e);
        }
        throw new LauncherException(files.keyStore() + " has no entry " + files.alias() + " with the certificate "
                + files.certificate() + " and its key");
    }

    /** Fails if a server would not trust a CA, or others too; writes the file if it is not there. */
    static void requireTrusts(Path file, X509Certificate ca, KeyStorePassword password) {
        if (!FileBatch.exists(file)) {
            FileBatch batch = new FileBatch();
            batch.add(file, trusting(ca, password));
            batch.write(false);
        }
        try {
            KeyStore store = open(file, password);
            if (store.size() == 1 && store.getCertificateAlias(ca) != null) {
                return;
            }
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a keystore that was opened", e);
        }
        throw new LauncherException(
                file + " has something other than the CA's certificate: delete it, and it will be made anew");
    }

    private static KeyStore open(Path file, KeyStorePassword password) {
        try (InputStream content = Files.newInputStream(file)) {
            return load(password, content);
        } catch (IOException | GeneralSecurityException e) {
            throw new LauncherException(
                    file + " does not open with this password: give its own with ./dske --pki-password-file FILE");
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
