package org.dske.provider;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.dske.tls.MutualTls;

/**
 * The key exchange of TLS 1.3 that stays secret as long as either X25519 or ML-KEM-768 holds, {@code X25519MLKEM768} (RFC 10024): for
 * what goes between nodes. Where the JDK has it, it is the JDK's; else it is Bouncy Castle's, if that is there. Which groups are offered,
 * and in which order, the JVM's property {@code jdk.tls.namedGroups} says.
 *
 * <p>It needs Bouncy Castle to be loaded at all, and so is for the launcher's servers alone.
 */
public final class HybridKeyExchange {
    /** Its name among the named groups. */
    public static final String GROUP = "X25519MLKEM768";

    private HybridKeyExchange() {}

    /**
     * Sees to it that this process has it.
     *
     * @param forAll whether all that speaks TLS in the process gets it, or only {@link MutualTls}
     */
    static void install(boolean forAll) {
        if (jdkHasIt()) {
            return;
        }
        Security.addProvider(new BouncyCastleProvider());
        Provider provider = new BouncyCastleJsseProvider();
        if (forAll) {
            Security.insertProviderAt(provider, 1);
        } else {
            Security.addProvider(provider);
        }
    }

    private static boolean jdkHasIt() {
        try {
            String[] groups =
                    SSLContext.getDefault().getSupportedSSLParameters().getNamedGroups();
            return groups != null && List.of(groups).contains(GROUP);
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }
}
