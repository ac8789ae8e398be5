package org.dske.launcher.pki;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.dske.launcher.LauncherException;

/** The key pairs that certificates are made for. */
public enum KeyType {
    /** The elliptic curve P-256 (FIPS 186). */
    EC("SHA256withECDSA", new ECGenParameterSpec("secp256r1")),
    /** RSA with 3072 bits, for boxes that know nothing else. */
    RSA("SHA256withRSA", new RSAKeyGenParameterSpec(3_072, RSAKeyGenParameterSpec.F4));

    private static final byte[] CHALLENGE = new byte[32];

    private final String signature;
    // The two that there are cannot be changed.
    @SuppressWarnings("ImmutableEnumChecker")
    private final AlgorithmParameterSpec parameters;

    KeyType(String signature, AlgorithmParameterSpec parameters) {
        this.signature = signature;
        this.parameters = parameters;
    }

    /**
     * The type of a key.
     *
     * @param key public or private
     * @return its type, whatever its size
     * @throws LauncherException if it is neither EC nor RSA
     */
    public static KeyType of(Key key) {
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

    KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name());
            generator.initialize(parameters, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("every Java has " + name(), e);
        }
    }

    /** Whether two keys are of one pair. */
    static boolean isPair(PublicKey publicKey, PrivateKey privateKey) {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(of(privateKey).signature);
            signature.initSign(privateKey);
            signature.update(CHALLENGE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(CHALLENGE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // A key that cannot sign, or a signature that does not even fit the other key.
            return false;
        }
    }
}
