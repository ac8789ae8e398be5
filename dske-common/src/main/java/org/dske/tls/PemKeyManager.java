package org.dske.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one certificate, with those of its intermediate CAs that the file has, whoever asks for it. A renewed certificate is shown
 * from the next handshake on. A pair that does not fit, since the one file is written after the other, is not used.
 */
public final class PemKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "pem";

    private final FromFiles<KeyStore.PrivateKeyEntry> identity;

    /**
     * Reads the files for the first time: its own certificate, then those of intermediate CAs, in PEM; its private key, PKCS#8
     * in PEM, not encrypted.
     *
     * @throws GeneralSecurityException if a file holds something else, or the key is another certificate's
     */
    public PemKeyManager(Path certificate, Path key) throws IOException, GeneralSecurityException {
        this.identity = new FromFiles<>(List.of(certificate, key), () -> read(certificate, key));
        identity.get();
    }

    private static KeyStore.PrivateKeyEntry read(Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = PemFiles.certificates(certificate);
        PrivateKey privateKey =
                PemFiles.privateKey(key, chain.get(0).getPublicKey().getAlgorithm());
        if (!KeyPairs.match(chain.get(0).getPublicKey(), privateKey)) {
            throw new InvalidKeyException(key + " is not the key of " + certificate);
        }
        return new KeyStore.PrivateKeyEntry(privateKey, chain.toArray(X509Certificate[]::new));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return (X509Certificate[]) current().getCertificateChain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return current().getPrivateKey();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(choose(keyType));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(choose(keyType));
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyType);
    }

    private static String[] aliases(@Nullable String alias) {
        return alias == null ? new String[0] : new String[] {alias};
    }

    private @Nullable String choose(String... keyTypes) {
        String own = current().getPrivateKey().getAlgorithm();
        // Such as EC; EC_EC for a certificate that is signed with EC too; or, as Bouncy Castle has it, EC/secp256r1.
        return List.of(keyTypes).stream().anyMatch(type -> type.split("[_/]", 2)[0].equals(own)) ? ALIAS : null;
    }

    private KeyStore.PrivateKeyEntry current() {
        try {
            return identity.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("files that were read before", e);
        }
    }
}
