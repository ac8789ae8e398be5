package org.dske.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether keys belong together. */
public final class KeyPairs {
    private static final byte[] CHALLENGE = new byte[32];

    private KeyPairs() {}

    /** {@return whether an EC or RSA key verifies what another signs} */
    public static boolean match(PublicKey publicKey, PrivateKey privateKey) {
        try {
            Signature signature =
                    Signature.getInstance(privateKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
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
