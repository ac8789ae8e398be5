package org.dske.signature;

import org.dske.field.PolynomialHash;

/**
 * The suite {@code its}: the tag is GHASH_H(context, body) XOR S, where H is the first half of the signing key and S the
 * second. GHASH is that of NIST SP 800-38D, with the {@link SignedMessage#context() context} as its additional data and the
 * body as its ciphertext. Source: protocol, section 4; the construction is Wegman's and Carter's (JCSS 22, 1981), with the
 * polynomial hash of McGrew and Viega.
 *
 * <p>Guarantees, information-theoretic: they hold against a forger of unlimited power. As long as each key signs one message
 * and is uniformly random, a forger who sees a message and its tag and then tries <i>D</i> others with that key succeeds
 * with probability at most D·(⌈|context|/16⌉ + ⌈|body|/16⌉ + 1)/2^128, sizes in bytes and those of the longest message. The
 * tag says nothing about the key's first half. A response's context holds the signature of its request: it fits no other.
 * The time depends on the message's size alone.
 *
 * <p>Not guaranteed: anything once a key signs two different messages, because two tags give H away; that a message is kept
 * secret; that it is fresh, which comes from the key being used once.
 */
public final class ItsSuite implements SignatureSuite {
    /** The suite's name in a registration. */
    public static final String NAME = "its";

    /** The size of a tag, in bytes. */
    public static final int TAG_SIZE = PolynomialHash.BLOCK_SIZE;

    @Override
    public String word() {
        return NAME;
    }

    @Override
    public byte[] tag(SigningKey key, SignedMessage message) {
        return tag(key, message.context(), message.body());
    }

    /** The tag of a body in any context. */
    static byte[] tag(SigningKey key, byte[] context, byte[] body) {
        byte[] secret = key.bytes().expose();
        try (PolynomialHash hash = new PolynomialHash(secret, 0)) {
            hash.add(context, 0, context.length);
            hash.add(body, 0, body.length);
            hash.add((long) context.length * Byte.SIZE, (long) body.length * Byte.SIZE);
            byte[] tag = hash.value();
            for (int i = 0; i < TAG_SIZE; i++) {
                tag[i] ^= secret[PolynomialHash.BLOCK_SIZE + i];
            }
            return tag;
        }
    }
}
