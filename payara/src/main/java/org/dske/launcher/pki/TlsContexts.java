package org.dske.launcher.pki;

import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.tls.PemTrustManager;

/** How to connect to clients: the directory's CAs alone are trusted. Made from the PEM files, so that no password is needed. */
public final class TlsContexts {
    private final PkiDirectory directory;
    private final InstantSource clock;

    /**
     * The contexts that are made from a directory.
     *
     * @param directory the CAs and the encryptors' certificates
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
        CertificateFiles files = directory.files(CertificateKind.SAE, sae.name());
        new Inventory(directory, clock.instant()).requireUsable(CertificateKind.SAE, files);
        return context(files.keyManager());
    }

    /**
     * Somebody who shows no certificate.
     *
     * @return the context
     */
    public SSLContext ofNobody() {
        return context();
    }

    private SSLContext context(KeyManager... keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new PemTrustManager(directory.authorities(clock))}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }
}
