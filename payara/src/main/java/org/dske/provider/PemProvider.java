package org.dske.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import org.dske.tls.PemKeyManager;
import org.dske.tls.PemTrustManager;
import org.dske.tls.TrustedAuthorities;
import org.jspecify.annotations.Nullable;

/**
 * Gives servers that are configured by the names of algorithms what they need for mutual TLS: {@code PEM} trusts the CAs of
 * {@code ca.crt} but for what {@code crl.pem} revokes, and {@code PEM/kme/carol} shows {@code kme/carol.crt} with {@code kme/carol.key},
 * all in one directory. What keystores such servers read besides is not looked at.
 */
public final class PemProvider extends Provider {
    /** The algorithm that trusts, and what those that show certificates start with. */
    public static final String ALGORITHM = "PEM";

    private static final long serialVersionUID = 1L;
    private static final String NAME = "DSKE";

    private final transient Path directory;
    private final transient InstantSource clock;

    public PemProvider(Path directory, InstantSource clock) {
        super(NAME, "1.0", "mutual TLS out of PEM files");
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
        if (type.equals("TrustManagerFactory") && algorithm.equals(ALGORITHM)) {
            return new PemService(type, algorithm, TrustFactory.class, () -> new TrustFactory(directory, clock));
        }
        if (type.equals("KeyManagerFactory") && algorithm.startsWith(ALGORITHM + "/")) {
            String stem = algorithm.substring(ALGORITHM.length() + 1);
            return new PemService(type, algorithm, KeyFactory.class, () -> new KeyFactory(directory, stem));
        }
        return null;
    }

    private interface Maker {
        Object make() throws GeneralSecurityException, IOException;
    }

    private final class PemService extends Service {
        private final Maker maker;

        private PemService(String type, String algorithm, Class<?> made, Maker maker) {
            super(PemProvider.this, type, algorithm, made.getName(), null, null);
            this.maker = maker;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            try {
                return maker.make();
            } catch (GeneralSecurityException | IOException e) {
                throw new NoSuchAlgorithmException(e.getMessage(), e);
            }
        }
    }

    private static final class TrustFactory extends TrustManagerFactorySpi {
        private final TrustManager manager;

        private TrustFactory(Path directory, InstantSource clock) throws GeneralSecurityException, IOException {
            manager = new PemTrustManager(new TrustedAuthorities(
                    directory.resolve("ca.crt"), Optional.of(directory.resolve("crl.pem")), clock));
        }

        @Override
        protected void engineInit(@Nullable KeyStore store) {
            // The files are all there is to it.
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) throws InvalidAlgorithmParameterException {
            throw new InvalidAlgorithmParameterException("no parameters are taken");
        }

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return new TrustManager[] {manager};
        }
    }

    private static final class KeyFactory extends KeyManagerFactorySpi {
        private final KeyManager manager;

        private KeyFactory(Path directory, String stem) throws GeneralSecurityException, IOException {
            manager = new PemKeyManager(directory.resolve(stem + ".crt"), directory.resolve(stem + ".key"));
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
            // The files are all there is to it.
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) throws InvalidAlgorithmParameterException {
            throw new InvalidAlgorithmParameterException("no parameters are taken");
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
