package org.dske.pki;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.dske.launcher.LauncherException;

/**
 * How a certificate is made.
 *
 * @param keyType the type of its key pair
 * @param days how long it is valid, in days; never longer than the CA's own
 */
public record Terms(KeyType keyType, int days) {
    /** Days that a CA is valid: ten years. */
    public static final int CA_DAYS = 3_653;
    /** Days that other certificates are valid: the most that strict clients accept. */
    public static final int DAYS = 825;

    private static final int MAX_DAYS = 36_525;

    public Terms {
        if (days < 1 || days > MAX_DAYS) {
            throw new LauncherException("days = " + days + " is not allowed: allowed is 1 to " + MAX_DAYS);
        }
    }

    /** The usual terms of certificates. */
    public static Terms usual() {
        return new Terms(KeyType.EC, DAYS);
    }

    /** The usual terms of a CA. */
    public static Terms usualOfCa() {
        return new Terms(KeyType.EC, CA_DAYS);
    }

    /** The key pairs that certificates are made for. */
    public enum KeyType {
        /** The elliptic curve P-256 (FIPS 186). */
        EC("SHA256withECDSA", new ECGenParameterSpec("secp256r1")),
        /** RSA with 3072 bits, for boxes that know nothing else. */
        RSA("SHA256withRSA", new RSAKeyGenParameterSpec(3_072, RSAKeyGenParameterSpec.F4));

        private final String signature;
        // The two that there are cannot be changed.
        @SuppressWarnings("ImmutableEnumChecker")
        private final AlgorithmParameterSpec parameters;

        KeyType(String signature, AlgorithmParameterSpec parameters) {
            this.signature = signature;
            this.parameters = parameters;
        }

        static KeyType of(Key key) {
            return switch (key.getAlgorithm()) {
                case "EC" -> EC;
                case "RSA" -> RSA;
                default ->
                    throw new LauncherException(
                            "there is a key of the type " + key.getAlgorithm() + "; only EC and RSA can be used");
            };
        }

        /** The JCA's name of the signature that keys of this type make. */
        String signature() {
            return signature;
        }

        /**
         * Makes a key pair. RFC 5915, section 3, wants the public key in an EC private key's encoding: the JDK leaves it out, which some
         * TLS libraries refuse, and Bouncy Castle writes it.
         */
        KeyPair generate(SecureRandom random) {
            try {
                KeyPairGenerator generator = this == EC
                        ? KeyPairGenerator.getInstance(name(), new BouncyCastleProvider())
                        : KeyPairGenerator.getInstance(name());
                generator.initialize(parameters, random);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Bouncy Castle has EC, and every Java has RSA", e);
            }
        }
    }
}
