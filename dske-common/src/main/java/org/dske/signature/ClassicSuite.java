package org.dske.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The suite {@code classic}: a hash over the key, the raw query and the entity. Source: protocol, section 4.
 *
 * <p>It is as secure as SHA-256 is, which is a computational assumption.
 */
public enum ClassicSuite implements SignatureSuite {
    /** HMAC-SHA256(key, query ‖ body). */
    HMAC_SHA256 {
        @Override
        public byte[] tag(SigningKey key, SignedMessage message) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key.bytes().expose(), "HmacSHA256"));
                mac.update(message.rawQuery().getBytes(StandardCharsets.UTF_8));
                return mac.doFinal(message.body());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }
    },

    /**
     * SHA-256(key ‖ body ‖ query), as the developer guide words it. Whoever sees one tag can extend the message and its tag,
     * so it is there for peers that speak nothing else.
     */
    SHA256 {
        @Override
        public byte[] tag(SigningKey key, SignedMessage message) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(key.bytes().expose());
                digest.update(message.body());
                return digest.digest(message.rawQuery().getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    };

    /** The suite's name in a registration. */
    public static final String NAME = "classic";

    @Override
    public String wireName() {
        return NAME;
    }

    /** The suite with the hash {@code hmac-sha256} or {@code sha256}, as the configuration has it. */
    public static ClassicSuite of(String hash) {
        return hash.equals("sha256") ? SHA256 : HMAC_SHA256;
    }
}
