package org.dske.launcher.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;

/** How to connect to clients: it is their CA alone that is trusted. Made from the PEM files, so that no password is needed. */
public final class TlsContexts {
    private static final char[] NO_PASSWORD = new char[0];

    private final PkiDirectory directory;
    private final InstantSource clock;

    /**
     * The contexts that are made from a directory.
     *
     * @param directory the CA and the encryptors' certificates
     * @param clock the time
     */
    public TlsContexts(PkiDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * An encryptor that shows its certificate.
     *
     * @param sae the encryptor
     * @return its context
     * @throws LauncherException if its certificate is not there or cannot be used
     */
    public SSLContext of(SaeId sae) {
        X509Certificate authority = Authorities.certificate(directory);
        CertificateFiles files = directory.files(CertificateKind.SAE, sae.name());
        new Inventory(clock.instant(), authority).requireUsable(CertificateKind.SAE, files);
        try {
            KeyStore store = empty();
            store.setKeyEntry("sae", Pem.privateKey(files.key()), NO_PASSWORD, new Certificate[] {
                Pem.certificate(files.certificate())
            });
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return context(keys.getKeyManagers(), authority);
        } catch (GeneralSecurityException | IOException e) {
            throw new LauncherException("the certificate " + files.certificate() + " cannot be used with TLS");
        }
    }

    /**
     * Somebody who shows no certificate.
     *
     * @return the context
     */
    public SSLContext ofNobody() {
        try {
            return context(new KeyManager[0], Authorities.certificate(directory));
        } catch (GeneralSecurityException | IOException e) {
            throw new LauncherException(
                    "the CA's certificate " + directory.caCertificate() + " cannot be used with TLS");
        }
    }

    private static SSLContext context(KeyManager[] keys, X509Certificate authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
