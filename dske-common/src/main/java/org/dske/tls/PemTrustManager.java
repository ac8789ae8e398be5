package org.dske.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lets the other end of a connection in if Java would with these CAs, and none of its certificates is revoked. */
public final class PemTrustManager extends X509ExtendedTrustManager {
    private final TrustedAuthorities authorities;

    private interface Check {
        void with(X509ExtendedTrustManager javas) throws CertificateException;
    }

    public PemTrustManager(TrustedAuthorities authorities) {
        this.authorities = authorities;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, javas -> javas.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, javas -> javas.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, javas -> javas.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, javas -> javas.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, javas -> javas.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, javas -> javas.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        try {
            return authorities.certificates().toArray(X509Certificate[]::new);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("files that were read before", e);
        }
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.with(authorities.javas());
            authorities.check(List.of(chain));
        } catch (CertificateException e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }
}
