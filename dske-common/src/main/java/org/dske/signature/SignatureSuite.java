package org.dske.signature;

import java.security.MessageDigest;

/** A way to compute the tag of a message. There are two. */
public sealed interface SignatureSuite permits ClassicSuite, ItsSuite {
    /**
     * The suite's name in a registration.
     *
     * @return {@code classic} or {@code its}
     */
    String wireName();

    /**
     * Computes the tag of a message.
     *
     * @param key a key that signs no other message
     * @param message the message
     * @return the tag
     */
    byte[] tag(SigningKey key, SignedMessage message);

    /**
     * Checks a signature, in time that does not depend on where its tag is wrong.
     *
     * @param key the key that the signature names
     * @param message the message as it arrived
     * @param signature the signature that came with it
     * @throws InvalidSignatureException if the signature is not the message's
     */
    default void verify(SigningKey key, SignedMessage message, Signature signature) {
        if (!MessageDigest.isEqual(tag(key, message), signature.tag())) {
            throw new InvalidSignatureException("the signature does not fit the message");
        }
    }
}
