package org.dske.signature;

import java.security.MessageDigest;

/** A way to compute the tag of a message. */
public interface SignatureSuite {
    /**
     * The suite's name in a registration.
     *
     * @return {@code classic} or {@code its}
     */
    String word();

    /**
     * Computes the tag of a message.
     *
     * @param key a key that signs no other message
     * @param message the message
     * @return the tag
     */
    byte[] tag(SigningKey key, SignedMessage message);

    /**
     * Checks a tag, in time that does not depend on where it is wrong.
     *
     * @param key the key that the tag should have been made with
     * @param message the message as it arrived
     * @param tag the tag that came with it
     * @throws InvalidSignatureException if the tag is not the message's
     */
    default void verify(SigningKey key, SignedMessage message, byte[] tag) {
        if (!MessageDigest.isEqual(tag(key, message), tag)) {
            throw new InvalidSignatureException("the signature does not fit the message");
        }
    }
}
