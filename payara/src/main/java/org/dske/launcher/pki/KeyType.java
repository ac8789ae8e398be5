package org.dske.launcher.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.dske.launcher.LauncherException;

/** The key pairs that certificates are made for. */
public enum KeyType {
    /** The elliptic curve P-256 (FIPS 186). */
    EC("SHA256withECDSA", new ECGenParameterSpec("secp256r1")),
    /** RSA with 3072 bits, for boxes that know nothing else. */
    RSA("SHA256withRSA", new RSAKeyGenParameterSpec(3_072, RSAKeyGenParameterSpec.F4));

    private static final int EC_BITS = 256;

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
            KeyPair pair = generator.generateKeyPair();
            return this == EC
                    ? new KeyPair(pair.getPublic(), withPublicKey(pair.getPublic(), (ECPrivateKey) pair.getPrivate()))
                    : pair;
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("every Java has " + name(), e);
        }
    }

    /** RFC 5915, section 3, wants the public key in the private key's encoding; the JDK leaves it out, and some TLS libraries refuse that. */
    private static PrivateKey withPublicKey(PublicKey publicKey, ECPrivateKey key) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
            ASN1BitString point =
                    SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getPublicKeyData();
            var complete = new org.bouncycastle.asn1.sec.ECPrivateKey(EC_BITS, key.getS(), point, null);
            return new CompleteKey(key, new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), complete).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a key that was just made", e);
        }
    }

    /** A key with an encoding that another library made. It prints nothing. */
    private static final class CompleteKey implements ECPrivateKey {
        private static final long serialVersionUID = 1L;

        private final ECPrivateKey key;
        private final byte[] encoded;

        private CompleteKey(ECPrivateKey key, byte[] encoded) {
            this.key = key;
            this.encoded = encoded;
        }

        @Override
        public BigInteger getS() {
            return key.getS();
        }

        @Override
        public ECParameterSpec getParams() {
            return key.getParams();
        }

        @Override
        public String getAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return key.getFormat();
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }
}
