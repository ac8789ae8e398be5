package org.dske.tls;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * TLS in which both ends show certificates of CAs that the other trusts: by Bouncy Castle, where this JVM has its provider, for the hybrid
 * key exchange {@code X25519MLKEM768}, which the JDK has not before 27; else by the JDK.
 */
public final class MutualTls {
    private static final String HYBRID = "BCJSSE";

    private MutualTls() {}

    /**
     * How connections are made.
     *
     * @param authorities the CAs that are trusted, and no others
     * @param identities what is shown; none shows nothing
     */
    public static SSLContext context(TrustedAuthorities authorities, KeyManager... identities) {
        try {
            Provider hybrid = Security.getProvider(HYBRID);
            SSLContext context = hybrid == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", hybrid);
            context.init(identities, new TrustManager[] {new PemTrustManager(authorities)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }
}
