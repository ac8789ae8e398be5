package org.dske.signature;

import java.security.MessageDigest;

/** A way to compute the tag of a message. There are two. */
public sealed interface SignatureSuite permits ClassicSuite, ItsSuite {
    /** {@return the suite's name in a registration, {@code classic} or {@code its}} */
    String wireName();

    /** Computes the tag of a message with a key that signs no other. */
    byte[] tag(SigningKey key, SignedMessage message);

    /**
     * Checks the signature that came with a message, in time that does not depend on where its tag is wrong.
     *
     * @throws InvalidSignatureException if the signature is not the message's
     */
    default void verify(SigningKey key, SignedMessage message, Signature signature) {
        if (!MessageDigest.isEqual(tag(key, message), signature.tag())) {
            throw new InvalidSignatureException("the signature does not fit the message");
        }
    }
}
